"""What open streams watch: calls, and things that something is recorded about (`ui.streaming`)."""

from __future__ import annotations

from collections.abc import Collection

from django.db import OperationalError, close_old_connections

from alongside.history.watching import newest_of
from alongside.interactions.actions import calls


def latest(watched: Collection[str]) -> dict[str, int]:
    """The newest there is of each, for whichever stream asks; one statement for all things of the log."""
    try:
        found = {calls.WATCHED: calls.latest()} if calls.WATCHED in watched else {}
        if things := [one for one in watched if one != calls.WATCHED]:
            found |= newest_of(things)
        return found
    except OperationalError:
        close_old_connections()  # the next look opens one anew
        raise
