"""The clock: A11."""

from __future__ import annotations

import ctypes
import struct
from datetime import datetime, timedelta

from alongside.console.history.checks.asked import Asked, Result, judged
from alongside.history.models import Entry

# A deed is dated when it is decided, and numbered when it is committed: by so much may they differ.
LONGEST_DEED = timedelta(seconds=60)
UNSYNCHRONISED, ROOM = 0x40, 256
MOST_OFF = 1_000_000  # microseconds


def forward(asked: Asked) -> Result:
    """A11: no entry is older than one before it by more than a deed takes; and NTP keeps the clock."""
    latest: datetime | None = None
    problems, count = [], 0
    for number, at in Entry.objects.oldest_first().values_list("number", "at").iterator(chunk_size=5000):
        count += 1
        if latest is not None and at < latest - LONGEST_DEED:
            problems.append(f"Entry {number} is {latest - at} older than one before it.")
        latest = at if latest is None else max(latest, at)
    kept, off = _system_clock()
    missing = [] if kept else ["Nothing keeps this machine's clock right (NTP), as far as it says."]
    if kept and off > MOST_OFF:
        problems.append(f"This machine's clock may be {off / 1e6:.1f} seconds off.")
    told = f"{count} entries; " + (
        f"this clock is at most {off / 1000:.0f} ms off." if kept else "clock unknown."
    )
    return judged(problems, told, missing)


def _system_clock() -> tuple[bool, int]:
    """Whether the kernel's clock is kept by NTP, and by how many microseconds it may be off."""
    try:
        timex = ctypes.create_string_buffer(ROOM)
        if ctypes.CDLL(None).ntp_adjtime(timex) < 0:
            return False, 0
    except (AttributeError, OSError):
        return False, 0
    _, _, _, _, off, status = struct.unpack_from("@IllllI", timex)
    return not status & UNSYNCHRONISED, off
