"""What time it is, in one place, so that tests can move it.

Rules never read the time by themselves: they are given it. Everything else asks `now()`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta

_offset: ContextVar[timedelta] = ContextVar("clock_offset", default=timedelta())


def now() -> datetime:
    """The present moment, in UTC, with microseconds."""
    return datetime.now(UTC) + _offset.get()


@contextmanager
def moved(**by: float) -> Iterator[None]:
    """Move the clock for the body, by the arguments of `timedelta`: `moved(minutes=16)`."""
    token = _offset.set(_offset.get() + timedelta(**by))
    try:
        yield
    finally:
        _offset.reset(token)
