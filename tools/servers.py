#!/usr/bin/env python3
"""What the tests need besides Python: a PostgreSQL server's binaries, Chromium, Dovecot for IMAP, and for
calls a relay (coturn) and a Janus server.

Found on the machine, or brought there by Debian's own installer when run as root. Exits with 1
and one line when something is missing and cannot be brought.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from alongside.command import postgres

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def main() -> None:
    missing = missing_packages()
    if missing and can_install():
        install(missing)
        missing = missing_packages()
    if missing:
        raise SystemExit(
            f"alongside: the tests need {' and '.join(missing)}, which this machine lacks."
            f" On Debian, as root: apt-get install {' '.join(missing)}"
        )


def missing_packages() -> list[str]:
    """Debian's names of what was not found."""
    found = {
        "postgresql": find_postgres(),
        "chromium": find_chromium(),
        "dovecot-imapd": find_server("dovecot"),
        "coturn": find_server("turnserver"),
        "janus": find_server("janus"),
    }
    return [package for package, path in found.items() if path is None]


def find_postgres() -> Path | None:
    """The folder with the server's programs."""
    return postgres.binaries()


def find_chromium() -> Path | None:
    on_path = (shutil.which(name) for name in CHROMIUM)
    return next((Path(path) for path in on_path if path), None)


def find_server(name: str) -> Path | None:
    """Debian puts servers where only root's path leads."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    return Path(found) if found else None


def can_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(packages: list[str]) -> None:
    """Install by apt-get; a machine that has never asked for the list of packages asks first."""
    print(f"Installing {' and '.join(packages)} by apt-get …", flush=True)
    fonts = ["fonts-liberation"] if "chromium" in packages else []
    command = ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", *packages, *fonts]
    if apt(command).returncode:
        apt(["apt-get", "update", "--quiet"])
        done = apt(command)
        if done.returncode:
            print(done.stdout, done.stderr, sep="\n")


def apt(command: list[str]) -> subprocess.CompletedProcess[str]:
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(command, env=quiet, capture_output=True, text=True, check=False)


if __name__ == "__main__":
    main()
