#!/usr/bin/env python3
"""Makes `.venv` with everything the product (or its tests) needs; costs nothing when it is there.

Run by `make` with nothing but `python3` and its pip: no venv module, no root, no compiler. It asks
the same package index as pip does on this machine and writes no address anywhere
(docs/decisions/0002-locks-without-addresses.md).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".tools"
VENV = ROOT / ".venv"
STAMP = VENV / "installed.json"
LOCKS = {"product": ROOT / "requirements.lock", "test": ROOT / "requirements-test.lock"}
UV = "uv==0.13.9"
OLDEST = (3, 11)


class Impossible(SystemExit):
    """Installing cannot go on; the message is one line that says what to do."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("what", choices=LOCKS, nargs="?", default="product")
    parser.add_argument("--uv", action="store_true", help="only print where uv is, fetching it if need be")
    options = parser.parse_args()
    if options.uv:
        print(find_uv())
        return
    installed = read_stamp()
    # An environment for tests stays one: it holds everything that the product needs, too.
    what = "test" if installed.get("what") == "test" else options.what
    if installed != wanted(what):
        install(what, moved=installed.get("in", str(VENV)) != str(VENV))


def install(what: str, *, moved: bool) -> None:
    """Make the environment hold exactly what the lock names, and the product itself."""
    python = find_python()
    uv = find_uv()
    environment = os.environ | {"VIRTUAL_ENV": str(VENV), "UV_PYTHON_DOWNLOADS": "never"} | uv_settings()
    print(f"Installing into {VENV.relative_to(ROOT)} …", flush=True)
    STAMP.unlink(missing_ok=True)
    # The scripts of a folder that was moved name the place where it was.
    if moved or not works(VENV / "bin" / "python"):
        run([uv, "venv", "--quiet", "--clear", "--no-project", "--python", python, str(VENV)], environment)
    sync = [uv, "pip", "sync", "--quiet", "--require-hashes", str(LOCKS[what])]
    # What was fetched before is not asked for again: a machine cut off from the index can start, too.
    if run([*sync, "--offline"], environment, try_only=True) != 0:
        run(sync, environment)
    itself = ["--no-deps", "--no-build-isolation", "--editable", str(ROOT)]
    run([uv, "pip", "install", "--quiet", "--offline", *itself], environment)
    STAMP.write_text(json.dumps(wanted(what)))


def wanted(what: str) -> dict[str, str]:
    """What the stamp says when everything is in place; the folder counts, for scripts name it."""
    read = b"".join(path.read_bytes() for path in (LOCKS[what], ROOT / "pyproject.toml"))
    return {"what": what, "from": hashlib.sha256(read).hexdigest(), "in": str(VENV)}


def read_stamp() -> dict[str, str]:
    try:
        stamp: dict[str, str] = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return stamp


def find_python() -> str:
    """A Python of the machine that is new enough: the one running this, else one on the PATH."""
    if sys.version_info >= OLDEST:
        return sys.executable
    for minor in range(20, OLDEST[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found is not None:
            return found
    have = ".".join(str(part) for part in sys.version_info[:2])
    need = ".".join(str(part) for part in OLDEST)
    raise Impossible(f"alongside: Python {need} or newer is needed; python3 here is {have}.")


def find_uv() -> str:
    """The installer: on the PATH, in `.tools`, or brought there by pip."""
    own = TOOLS / "bin" / "uv"
    found = shutil.which("uv") or (str(own) if works(own) else None)
    if found is not None:
        return found
    # --target needs no environment and no root, and Debian's guard of its own packages lets it pass.
    fetch = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run([*fetch, "--no-deps", "--upgrade", "--target", str(TOOLS), UV], dict(os.environ))
    return str(own)


def works(program: Path) -> bool:
    try:
        return subprocess.run([program, "--version"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def uv_settings() -> dict[str, str]:
    """pip's configuration on this machine, in uv's words; what uv is told already is left alone."""
    listed = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    )
    settings = translate(pip_settings(listed.stdout))
    return {name: value for name, value in settings.items() if name not in os.environ}


def pip_settings(listing: str) -> dict[str, str]:
    """From the lines of `pip config list`; what pip takes from its environment counts most, then the
    section `install`, then `global`."""
    found: dict[str, dict[str, str]] = {"global": {}, "install": {}, ":env:": {}}
    for line in listing.splitlines():
        key, _, value = line.partition("=")
        section, _, name = key.partition(".")
        if section in found:
            found[section][name] = value.strip().strip("'\"")
    return {**found["global"], **found["install"], **found[":env:"]}


def translate(pip: dict[str, str]) -> dict[str, str]:
    """pip's settings by name to environment variables of uv."""
    uv = {}
    if "index-url" in pip:
        uv["UV_DEFAULT_INDEX"] = pip["index-url"]
    if pip.get("no-index", "").lower() in ("1", "true", "yes", "on"):
        uv["UV_NO_INDEX"] = "1"
    if "extra-index-url" in pip:
        uv["UV_INDEX"] = " ".join(words(pip["extra-index-url"]))
        # pip takes the best version of all indexes; the hashes in the lock make that safe.
        uv["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    if "find-links" in pip:
        uv["UV_FIND_LINKS"] = ",".join(words(pip["find-links"]))
    if "trusted-host" in pip:
        uv["UV_INSECURE_HOST"] = " ".join(words(pip["trusted-host"]))
    if "cert" in pip:
        uv["SSL_CERT_FILE"] = pip["cert"]
    if "client-cert" in pip:
        uv["SSL_CLIENT_CERT"] = pip["client-cert"]
    if "proxy" in pip:
        uv["ALL_PROXY"] = pip["proxy"]
    if "default-timeout" in pip or "timeout" in pip:
        uv["UV_HTTP_TIMEOUT"] = pip.get("default-timeout", pip.get("timeout", ""))
    return uv


def words(value: str) -> list[str]:
    """Several values of one setting; `pip config list` writes line ends as \\n."""
    return value.replace("\\n", " ").split()


def run(command: list[str], environment: dict[str, str], *, try_only: bool = False) -> int:
    """Run a step; unless it is only tried, its failure ends everything with what it said."""
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode and not try_only:
        sys.stderr.write(done.stdout + done.stderr)
        step = " ".join([Path(command[0]).name, *command[1:3]])
        raise Impossible(f"alongside: installing stopped at `{step}`; the reason is above.")
    return done.returncode


if __name__ == "__main__":
    main()
