"""A real server process for the browser tests, one for each database of a test process."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Served:
    """A server that is up, and where it writes what it has to say."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    def url(self, domain: str, path: str = "/") -> str:
        return f"http://{domain}:{self.port}{path}"

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)


def serve(
    database_url: str, folder: Path, *, port: int = 0, host: str = "127.0.0.1", **settings: str
) -> Served:
    """Start `alongside serve` on a free port, or this one, and wait until it answers."""
    folder.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
        "PYTHONPATH": str(ROOT),
        "ALONGSIDE_DATA": str(folder),
        **settings,
    }
    command = [str(Path(sys.executable).parent / "alongside")]
    if not (folder / "server.log").exists():  # else it served before, and only comes back
        subprocess.run([*command, "collectstatic", "--noinput", "-v0"], env=environment, check=True)
    port = port or free_port()
    log = folder / "server.log"
    process = subprocess.Popen(
        [*command, "serve", "--port", str(port), "--host", host],
        env=environment,
        stdout=log.open("ab"),
        stderr=subprocess.STDOUT,
    )
    served = Served(port, process, log)
    _wait(served)
    return served


def _wait(served: Served) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if served.process.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{served.port}/accounts/login/", timeout=1)
            return
        except urllib.error.HTTPError:
            return  # it answers; which page is the tests' business
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the server did not come up:\n{served.log.read_text()}")
