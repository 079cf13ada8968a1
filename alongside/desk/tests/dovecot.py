"""A real IMAP server, of the test's own: Debian's Dovecot on a free port, with a folder of its own.

One user name, `desk`; letters are put in by writing them into the mailbox's folder, as a delivery would.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from alongside.desk.mail import imap
from tests.ports import free_port

PROGRAM = shutil.which("dovecot", path=os.environ.get("PATH", "") + ":/usr/sbin")
PASSWORD = "only-for-tests"

CONFIG = """\
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_failure_delay = 0
default_internal_user = {user}
default_login_user = {user}
default_internal_group = {group}
first_valid_uid = 0
mail_location = maildir:{folder}/mail
mail_uid = {user}
mail_gid = {group}
passdb {{
  driver = static
  args = password={{PLAIN}}{password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


@dataclass
class Dovecot:
    folder: Path
    port: int
    delivered: int = 0

    def way(self, **other: str) -> imap.Way:
        return imap.Way(
            "127.0.0.1",
            self.port,
            "none",
            "desk",
            other.get("password", PASSWORD),
            other.get("folder", "INBOX"),
        )

    def deliver(self, raw: bytes) -> None:
        self.delivered += 1
        name = f"{time.time_ns()}.{self.delivered}.test"
        new = self.folder / "mail" / "new" / name
        new.write_bytes(raw)
        shutil.chown(new, *_user())

    def empty(self) -> None:
        for place in ("new", "cur"):
            for file in (self.folder / "mail" / place).iterdir():
                file.unlink()

    def forget_numbers(self) -> None:
        """As after a repair of the server: every letter gets another number."""
        for file in (self.folder / "mail").glob("dovecot*"):
            file.unlink() if file.is_file() else shutil.rmtree(file)


@contextmanager
def serving(folder: Path) -> Iterator[Dovecot]:
    assert PROGRAM, "the tests need dovecot-imapd (tools/servers.py)"
    user, group = _user()
    for place in (folder, folder / "mail", *(folder / "mail" / name for name in ("new", "cur", "tmp"))):
        place.mkdir(parents=True, exist_ok=True)
        place.chmod(0o777)
        shutil.chown(place, user, group)
    port = free_port()
    config = folder / "dovecot.conf"
    said = CONFIG.format(folder=folder, user=user, group=group, port=port, password=PASSWORD)
    config.write_text(said)
    server = subprocess.Popen([PROGRAM, "-F", "-c", str(config)], stderr=subprocess.PIPE)
    try:
        _wait(port, server, folder)
        yield Dovecot(folder, port)
    finally:
        server.terminate()
        server.wait(10)


def _user() -> tuple[str, str]:
    """Dovecot serves nobody's mail as root."""
    import grp  # noqa: PLC0415 (not on every system)
    import pwd  # noqa: PLC0415

    me = pwd.getpwuid(os.getuid())
    chosen = pwd.getpwnam("nobody") if me.pw_uid == 0 else me
    return chosen.pw_name, grp.getgrgid(chosen.pw_gid).gr_name


def _wait(port: int, server: subprocess.Popen[bytes], folder: Path) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            with socket.create_connection(("127.0.0.1", port), 1) as connection:
                connection.settimeout(5)
                if connection.recv(100).startswith(b"* OK"):
                    return
        except OSError:
            time.sleep(0.05)
        if server.poll() is not None:
            break
    log = folder / "log"
    raise AssertionError(f"Dovecot does not serve: {log.read_text() if log.exists() else server.stderr}")
