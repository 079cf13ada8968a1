"""When a desk is open, and in which segments all questions of a person come together (spec I27, I43)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, time

from alongside.assisting.acting import Acting
from alongside.desk.actions.arranging import ARRANGE
from alongside.desk.hours import Opening
from alongside.history.events import Event
from alongside.people.models import Segment, Tenant


class HoursSet(
    Event,
    kind="desk.hours_set",
    title="Opening Hours Set",
    sentence="{actor} said when the desk is open",
    private=True,
):
    """`hours` by weekday, Monday is 0, as the clock on the wall shows them; `together` are segments."""

    hours: Mapping[str, list[list[str]]]
    closed: tuple[str, ...]
    together: tuple[int, ...]


def set_hours(
    acting: Acting,
    week: Mapping[int, Sequence[Opening]],
    closed: Collection[date],
    together: Collection[Segment],
) -> None:
    """Say when the desk is open from now on: always, where the week has no opening at all. Targets that were
    promised already stay."""
    hours = {str(day): [_said(one) for one in spans] for day, spans in sorted(week.items()) if spans}
    days = sorted(day.isoformat() for day in set(closed))
    numbers = sorted({segment.pk for segment in together})
    with acting.doing(ARRANGE) as deed:
        tenant = Tenant.objects.select_for_update().get(pk=acting.tenant_id)
        kept = tenant.options.get("desk")
        said = {"hours": hours, "closed": days, "get_all": numbers}
        tenant.options = tenant.options | {"desk": (kept if isinstance(kept, dict) else {}) | said}
        tenant.save(update_fields=["options"])
        deed.record(HoursSet(hours=hours, closed=tuple(days), together=tuple(numbers)), about=tenant)


def _said(opening: Opening) -> list[str]:
    end = "24:00" if opening.end == time.max else opening.end.isoformat("minutes")
    return [opening.begin.isoformat("minutes"), end]
