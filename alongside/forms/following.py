"""What follows when something is handed in: packages above say what they do then.

    following.register(start_process)      # from an app's ready()

Each is called with who hands in and the submission, within its transaction and before it is recorded: a
submission and what follows from it are there as a whole, or not at all.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from alongside.assisting.acting import Acting

if TYPE_CHECKING:
    from alongside.forms.models import Submission

Follow = Callable[[Acting, "Submission"], None]


class Held(Exception):
    """What would follow cannot be done now, so nothing was handed in; the message says why."""


_all: list[Follow] = []


def register(follow: Follow) -> None:
    if follow in _all:
        raise ValueError(f"{follow} follows already")
    _all.append(follow)


def follow(acting: Acting, submission: Submission) -> None:
    """Do what follows. Raises `Held`."""
    for one in _all:
        one(acting, submission)
