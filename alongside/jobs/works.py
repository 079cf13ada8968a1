"""The kinds of long work there are, each declared by the package that does it.

    @work("people.reindex", title="Re-index people", power=REINDEX)
    def reindex(acting: Acting, job: Job) -> Step:
        ...
        return Step(cursor={"after": last}, done=renewed, total=people, finished=last is None)

The function is called again and again, each time within one transaction in which the cursor it
answers is kept too. So a process that is killed loses at most the step it was in, and nothing is done
twice. A step is short: 200 ms is much, for others write in between.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power

if TYPE_CHECKING:
    from alongside.jobs.models import Job


class Failed(Exception):
    """The work cannot go on; the message says why, to whoever asked for it. What was done stays."""


@dataclass(frozen=True)
class Step:
    """How far a job has come: `cursor` is where the next step begins, `done` and `total` are of the
    whole job in whatever it counts. `result` is kept when it is `finished`. The next step is not done before
    `again_at`, where that is said."""

    cursor: Mapping[str, Any]
    done: int = 0
    total: int | None = None
    finished: bool = False
    result: Mapping[str, Any] = field(default_factory=dict)
    again_at: datetime | None = None


@dataclass(frozen=True)
class Work:
    """A kind of long work. `power` is what its asker must still hold at each step (security.md T-12);
    `every` has the house ask for it by itself; `told` puts a finished job's result into a sentence."""

    name: str
    title: str
    power: Power
    step: Callable[[Acting, Job], Step]
    every: timedelta | None = None
    told: Callable[[Job], str] | None = None


Sign = Callable[[], Acting]


@dataclass(frozen=True)
class Sweep:
    """Something small that the house looks after by itself, in each tenant and every so often, without a
    row of its own: it must do no harm when two processes do it at once. `run` is given who signs, to be
    asked only when there is something to do."""

    name: str
    every: timedelta
    run: Callable[[Sign], None]


_all: dict[str, Work] = {}
_sweeps: dict[str, Sweep] = {}


def work(
    name: str,
    *,
    title: str,
    power: Power,
    every: timedelta | None = None,
    told: Callable[[Job], str] | None = None,
) -> Callable[[Callable[[Acting, Job], Step]], Callable[[Acting, Job], Step]]:
    """Declare a kind of long work by its step, in a `tasks.py` that the package's app loads when ready."""

    def declare(step: Callable[[Acting, Job], Step]) -> Callable[[Acting, Job], Step]:
        if name in _all:
            raise ValueError(f"the work {name} is declared twice")
        _all[name] = Work(name, title, power, step, every, told)
        return step

    return declare


def named(name: str) -> Work | None:
    """The work with this name; None for one that this release no longer has."""
    return _all.get(name)


def declared() -> tuple[Work, ...]:
    return tuple(_all.values())


def sweep(name: str, *, every: timedelta) -> Callable[[Callable[[Sign], None]], Callable[[Sign], None]]:
    """Declare something that is looked after every so often."""

    def declare(run: Callable[[Sign], None]) -> Callable[[Sign], None]:
        if name in _sweeps:
            raise ValueError(f"the sweep {name} is declared twice")
        _sweeps[name] = Sweep(name, every, run)
        return run

    return declare


def sweeps() -> tuple[Sweep, ...]:
    return tuple(_sweeps.values())
