"""Taking figures: times, CPU and memory, and what is said of them."""

from __future__ import annotations

import math
import platform
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import django
import psutil
from django.db import connection


@dataclass
class Series:
    """How long something took, each time, in milliseconds; and the CPU all of it used."""

    times: list[float] = field(default_factory=list)
    cpu: float = 0.0

    def percentile(self, part: float) -> float:
        """The smallest time that so large a part of all did not exceed."""
        ordered = sorted(self.times)
        return ordered[max(0, math.ceil(part * len(ordered)) - 1)]

    @property
    def cpu_each(self) -> float:
        return self.cpu / len(self.times)

    @property
    def per_second(self) -> float:
        return 1000 * len(self.times) / sum(self.times)


class Processes:
    """The CPU and memory of a server, and of a database server with all its sessions."""

    def __init__(self, *roots: int | None) -> None:
        self.roots = [psutil.Process(pid) for pid in roots if pid is not None]

    def cpu(self) -> float:
        """Milliseconds so far. A session that ends takes its own along, so sessions should last."""
        return sum(cpu_of(process) for process in self._all())

    def pss_mb(self) -> float:
        """Memory, where what several processes share counts in parts."""
        return sum(process.memory_full_info().pss for process in self._all()) / 2**20

    def _all(self) -> Iterator[psutil.Process]:
        for root in self.roots:
            yield root
            yield from root.children(recursive=True)


def cpu_of(process: psutil.Process) -> float:
    """Milliseconds of CPU: exact on Linux, by the thread; elsewhere in hundredths of a second."""
    threads = Path(f"/proc/{process.pid}/task")
    total = 0
    try:
        for thread in threads.iterdir():
            with suppress(FileNotFoundError):  # a thread that ended meanwhile
                total += int((thread / "schedstat").read_text().split()[0])
    except OSError:
        with suppress(psutil.NoSuchProcess):  # PostgreSQL's workers come and go
            used = process.cpu_times()
            return float(used.user + used.system) * 1000
    return total / 1e6


@contextmanager
def timed(series: Series, processes: Processes | None = None) -> Iterator[None]:
    """Add the time of the body, and the CPU these processes used meanwhile."""
    cpu = processes.cpu() if processes else time.process_time() * 1000
    begun = time.perf_counter()
    yield
    series.times.append((time.perf_counter() - begun) * 1000)
    series.cpu += (processes.cpu() if processes else time.process_time() * 1000) - cpu


def versions() -> dict[str, str]:
    found = {"python": platform.python_version(), "django": django.get_version()}
    if connection.vendor == "sqlite":
        return found | {"sqlite": sqlite3.sqlite_version}
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return found | {"postgres": cursor.fetchone()[0].split()[0]}


def machine() -> str:
    return f"{psutil.cpu_count()} cores, load {psutil.getloadavg()[0]:.1f}"


def rounded(number: float) -> float:
    """Three digits are all that such a figure is worth."""
    return float(f"{number:.3g}")
