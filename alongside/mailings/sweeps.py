"""What mailings look after every so often."""

from __future__ import annotations

from datetime import timedelta

from alongside.jobs.works import Sign, sweep
from alongside.mailings.actions import series


@sweep("mailings.series", every=timedelta(minutes=1))
def continue_series(sign: Sign) -> None:
    series.continue_all(sign)
