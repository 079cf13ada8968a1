"""How long a contact took: counted in whole seconds, right across reloads, devices and sleeping laptops.

Nothing ticks. A timer is what was counted before and since when it runs; the rest is subtraction.
Moments are cut to whole seconds before they are subtracted, so that stretches which follow each other
(`[begin, pause)`, `[resume, close)`) add up to exactly the time between them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Timer:
    """`spent` before `running_since`; a timer that does not run has no `running_since`."""

    spent: timedelta = timedelta()
    running_since: datetime | None = None

    def at(self, moment: datetime) -> timedelta:
        """The time spent until a moment. A clock that was set back takes nothing away."""
        if self.running_since is None:
            return self.spent
        return self.spent + max(timedelta(), whole(moment) - whole(self.running_since))

    def started(self, moment: datetime) -> Timer:
        """Running from this moment on; one that runs already goes on as it was."""
        return self if self.running_since else Timer(self.spent, whole(moment))

    def stopped(self, moment: datetime) -> Timer:
        """What was spent until this moment, standing still."""
        return Timer(self.at(moment))


def whole(moment: datetime) -> datetime:
    """The second that a moment lies in."""
    return moment.replace(microsecond=0)
