"""A private PostgreSQL server for tests and measurements: made in a temporary folder, reached by a
socket in it, gone afterwards. It uses the binaries of the machine and touches nothing else there."""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg

INSTALL = "install PostgreSQL (on Debian: apt-get install postgresql)"
SUPERUSER = "postgres"
PORT = 5432  # only part of the socket's name; said aloud because PGPORT may be set
INITDB = ["--username", SUPERUSER, "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8"]
INITDB += ["--no-sync", "--no-instructions"]
# The server refuses to run as root, so root lends it this user (`nobody` exists everywhere).
UNPRIVILEGED = "nobody"


class Unavailable(SystemExit):
    """No server can be started here; the message is one line that says what to do."""


@dataclass(frozen=True)
class Server:
    """A running server that trusts whoever may open its folder."""

    folder: Path
    pid: int
    superuser: str = SUPERUSER

    def url(self, database: str, user: str) -> str:
        return f"postgres://{user}@{quote(str(self.folder), safe='')}:{PORT}/{database}"


@contextmanager
def private_server(*, durable: bool) -> Iterator[Server]:
    """Run a server for the body; ready in about a second.

    Without `durable` it never waits for the disk: twice as fast, and only for tests.
    Raises `Unavailable` when the machine has no PostgreSQL or it does not start.
    """
    programs = binaries()
    if programs is None:
        raise Unavailable(f"alongside: no PostgreSQL server was found: {INSTALL}.")
    folder = Path(tempfile.mkdtemp(prefix="alongside-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, UNPRIVILEGED)
    log = folder / "log"
    try:
        _run([str(programs / "initdb"), "--pgdata", str(folder / "data"), *INITDB], folder)
        process = _start(
            [str(programs / "postgres"), "-D", str(folder / "data"), *_options(folder, durable)], log
        )
        try:
            server = Server(folder, process.pid)
            _wait_until_ready(server, process, log)
            yield server
        finally:
            _stop(process)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def kill(pid: int, folder: Path) -> None:
    """Kill a server of ours with everything that belongs to it, at once and without a word."""
    server = psutil.Process(pid)
    for process in (server, *server.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):
            process.kill()
    _wait_until_dead(server)
    # These name a process that is dead, but whose parent may not have looked yet: the next would take it
    # for alive.
    for name in ("data/postmaster.pid", f".s.PGSQL.{PORT}.lock"):
        (folder / name).unlink(missing_ok=True)


def _wait_until_dead(server: psutil.Process) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            if server.status() == psutil.STATUS_ZOMBIE:
                return
        except psutil.NoSuchProcess:
            return
        time.sleep(0.005)


def folder_of(pid: int) -> Path:
    """Where a server of ours lives."""
    words = psutil.Process(pid).cmdline()
    return Path(words[words.index("-D") + 1]).parent


def start_again(folder: Path, *, durable: bool) -> subprocess.Popen[bytes]:
    """Start the server of this folder, which was killed; it has recovered when this returns."""
    programs = binaries()
    if programs is None:
        raise Unavailable(f"alongside: no PostgreSQL server was found: {INSTALL}.")
    log = folder / "log-again"
    command = [str(programs / "postgres"), "-D", str(folder / "data"), *_options(folder, durable)]
    process = _start(command, log)
    _wait_until_ready(Server(folder, process.pid), process, log)
    return process


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a server that was started again."""
    _stop(process)


def binaries() -> Path | None:
    """The folder with `initdb` and `postgres`, the newest if there are several, or None."""
    installed = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    installed.sort(key=lambda path: [int(part) for part in path.parent.name.split(".") if part.isdigit()])
    on_path = shutil.which("initdb")
    if on_path is not None:
        installed.append(Path(on_path).resolve().parent)
    usable = [path for path in installed if (path / "postgres").exists()]
    return usable[-1] if usable else None


def _options(folder: Path, durable: bool) -> list[str]:
    settings = {
        "listen_addresses": "",
        "port": str(PORT),
        "unix_socket_directories": str(folder),
        "max_connections": "200",
        "timezone": "UTC",
    }
    if not durable:
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    return [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(
        command, cwd=folder, env=_environment(), user=_user(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Unavailable(f"alongside: PostgreSQL could not be set up: {_last_line(done.stderr)}")


def _start(command: list[str], log: Path) -> subprocess.Popen[bytes]:
    with log.open("wb") as output:
        return subprocess.Popen(
            command,
            cwd="/",
            env=_environment(),
            user=_user(),
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C is for the tests, which then stop the server
            preexec_fn=_die_with_parent(),
        )


def _die_with_parent() -> Callable[[], None] | None:
    """What makes Linux stop the server when the process that started it is killed."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)
    return lambda: libc.prctl(1, int(signal.SIGINT)) and None  # 1: PR_SET_PDEATHSIG


def _wait_until_ready(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 30
    while process.poll() is None and time.monotonic() < deadline:
        try:
            psycopg.connect(server.url("postgres", SUPERUSER)).close()
        except psycopg.OperationalError:
            time.sleep(0.02)
        else:
            return
    raise Unavailable(f"alongside: PostgreSQL did not start: {_last_line(log.read_text())}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGINT)  # "fast": ends connections, then stops
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGQUIT)
        process.wait()


def _user() -> str | None:
    return UNPRIVILEGED if os.geteuid() == 0 else None


def _environment() -> dict[str, str]:
    """Without PGHOST and its kin, which would send initdb and the server elsewhere."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")} | {"TZ": "UTC"}


def _last_line(text: str) -> str:
    return text.strip().splitlines()[-1] if text.strip() else "it said nothing"
