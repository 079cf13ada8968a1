"""The demonstration's mailing lists: news that two residents are on, and a series for newcomers."""

from __future__ import annotations

from alongside.assisting.acting import Acting
from alongside.mailings import actions as mailings
from alongside.mailings.actions import Draft, Wanted
from alongside.people.models import Person

NEWS = Wanted(
    "Port Alder news",
    "What changes in Port Alder: rounds of the bins, roads that are closed, dates for families. Each month.",
    confirmed=False,
)
NEWCOMERS = Wanted(
    "New in Port Alder",
    "Four letters in your first month: whom to tell that you have moved, bins, parking, council tax.",
    is_series=True,
)
BINS = Draft(
    subject="Bins move to Monday",
    text="""\
Dear {given_name},

from **1 December** your bins are emptied on *Mondays*:

- paper in even weeks,
- everything else in odd weeks.

Your {house}
""",
)
WELCOME = Draft(
    subject="Welcome to Port Alder",
    text="""\
Dear {name},

good that you are here. With one form we tell everybody in this house that you have moved.

Your {house}
""",
    day=0,
)


def set_up(administrator: Person, readers: list[Person]) -> None:
    """Two lists with a draft each; these people are on the first."""
    acting = Acting.alone(administrator)
    news = mailings.arrange(acting, NEWS)
    mailings.write(acting, news, BINS)
    mailings.write(acting, mailings.arrange(acting, NEWCOMERS), WELCOME)
    for reader in readers:
        mailings.subscribe(Acting.alone(reader), news)
