"""What one contact adds to the sums of reports. Pure.

A contact counts on the day on which it began, by the tenant's clock: in the hour of the clock on the
wall, so the hour that comes twice in autumn holds both. Its time is its agents', each their own share;
one that the house closed adds nothing but that (spec 4.10).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

# Who comes back about the same service within this time was not resolved at the first contact.
COMES_BACK_WITHIN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Counted:
    """A closed contact, as sums see it. `shares` are the seconds of agents who handed it over."""

    agent: int
    channel: str
    service: str
    wrap_up: str
    begun_at: datetime
    seconds: int
    helped: bool
    repeated: bool = False
    automatic: bool = False
    shares: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, order=True, slots=True)
class Key:
    """Which sum: `span` is d or m, `kind` and `key` as in `models.Kind`."""

    span: str
    day: date
    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class Amounts:
    contacts: int = 0
    seconds: int = 0
    helped: int = 0
    repeated: int = 0
    automatic: int = 0

    def __add__(self, other: Amounts) -> Amounts:
        return Amounts(
            self.contacts + other.contacts,
            self.seconds + other.seconds,
            self.helped + other.helped,
            self.repeated + other.repeated,
            self.automatic + other.automatic,
        )


Sums = dict[Key, Amounts]


def sums_of(contact: Counted, zone: tzinfo) -> Sums:
    """What a contact adds, once for its day and once for its month."""
    if contact.automatic:
        return _placed(contact, zone, [("all", "", Amounts(automatic=1))])
    whole = Amounts(1, contact.seconds, int(contact.helped), int(contact.helped and contact.repeated))
    given = sum(seconds for _, seconds in contact.shares)
    own = Amounts(1, contact.seconds - given, whole.helped, whole.repeated)
    return _placed(
        contact,
        zone,
        [
            *_about(contact, zone, whole),
            ("agent", str(contact.agent), own),
            *(("agent", str(agent), Amounts(seconds=seconds)) for agent, seconds in contact.shares),
        ],
    )


def repetition_of(contact: Counted, zone: tzinfo) -> Sums:
    """What is added when the person of an earlier contact came back about it."""
    once = Amounts(repeated=1)
    return _placed(contact, zone, [*_about(contact, zone, once), ("agent", str(contact.agent), once)])


def added(several: Iterable[Mapping[Key, Amounts]]) -> Sums:
    """Sums put together."""
    found: Sums = {}
    for sums in several:
        for key, amounts in sums.items():
            found[key] = found.get(key, Amounts()) + amounts
    return found


Line = tuple[str, str, Amounts]


def _about(contact: Counted, zone: tzinfo, amounts: Amounts) -> list[Line]:
    local = contact.begun_at.astimezone(zone)
    return [
        ("all", "", amounts),
        ("channel", contact.channel, amounts),
        ("service", contact.service, amounts),
        ("wrap_up", contact.wrap_up, amounts),
        ("hour", f"{local.weekday()}-{local.hour}", amounts),
    ]


def _placed(contact: Counted, zone: tzinfo, lines: Iterable[Line]) -> Sums:
    day = contact.begun_at.astimezone(zone).date()
    return added(
        {Key(span, first, kind, key): amounts}
        for kind, key, amounts in lines
        for span, first in (("d", day), ("m", day.replace(day=1)))
    )
