"""At most so many searches of one agent at a time, so that nobody's tabs or programs keep the others
waiting (security.md T-23). Each process counts its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition

AT_ONCE = 2
WAITS = 1.0  # seconds: somebody who types quickly waits for themselves, and is not turned away


class Busy(Exception):
    """As many searches as an agent may have at a time are under way; this one was not begun."""


_under_way: Counter[int] = Counter()
_waiting: Counter[int] = Counter()
_changed = Condition()


@contextmanager
def turn(agent_id: int) -> Iterator[None]:
    """One of the agent's turns. One more waits a moment; all others raise `Busy` at once."""
    with _changed:
        if _under_way[agent_id] >= AT_ONCE:
            _wait(agent_id)
        _under_way[agent_id] += 1
    try:
        yield
    finally:
        with _changed:
            _leave(_under_way, agent_id)
            _changed.notify_all()


def _wait(agent_id: int) -> None:
    if _waiting[agent_id]:
        raise Busy
    _waiting[agent_id] += 1
    try:
        if not _changed.wait_for(lambda: _under_way[agent_id] < AT_ONCE, timeout=WAITS):
            raise Busy
    finally:
        _leave(_waiting, agent_id)


def _leave(counter: Counter[int], agent_id: int) -> None:
    counter[agent_id] -= 1
    if not counter[agent_id]:
        del counter[agent_id]
