"""The product, really served, by a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from alongside.command.bench.place import Place


@dataclass(frozen=True)
class Served:
    address: str
    pid: int


@contextmanager
def served(place: Place, name: str) -> Iterator[Served]:
    """Serve a database for the body, at a free port."""
    log = Path(place.folder) / f"served-{name}.log"
    with log.open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "alongside.command.main", "serve", "--port", "0"],
            env=os.environ | place.settings(name),
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    try:
        said = process.stdout.readline() if process.stdout else ""
        if "http://" not in said:
            process.wait(timeout=10)
            raise SystemExit("alongside: the server to be measured did not start.")
        yield Served(said.split()[3], process.pid)
    except SystemExit:
        sys.stderr.write(log.read_text()[-4000:])
        raise
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)
