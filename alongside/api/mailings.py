"""Mailings for programs: lists with who is on them, and writing and sending to them (spec I7, I40)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from alongside.api.params import Impossible, Params, text, whole
from alongside.assisting.acting import Acting
from alongside.mailings import actions, queries
from alongside.mailings.actions import Draft
from alongside.mailings.models import Mailing, MailingList


def lists(acting: Acting, params: Params) -> dict[str, Any]:
    """Every open list, with how many are on it."""
    found = MailingList.objects.open().by_name()
    numbers = queries.on_lists(found)
    return {
        "lists": [
            {
                "list": one.pk,
                "name": one.name,
                "series": one.is_series,
                "channel": one.channel,
                "people": numbers.get(one.pk, 0),
            }
            for one in found
        ]
    }


def write(acting: Acting, params: Params) -> dict[str, Any]:
    """A draft, to be looked at and sent; nobody gets it yet. Raises `Misfit`."""
    found: MailingList | None = MailingList.objects.filter(pk=whole(params, "list")).first()
    if found is None:
        raise Impossible("There is no such list.")
    day = whole(params, "day") if "day" in params else None
    per_minute = whole(params, "perMinute") if "perMinute" in params else None
    subject = text(params, "subject", "")
    return _told(actions.write(acting, found, Draft(text(params), subject, day, per_minute)))


def read(acting: Acting, params: Params) -> dict[str, Any]:
    return _told(_mailing(params))


def deed(do: Callable[[Acting, Mailing], None]) -> Callable[[Acting, Params], dict[str, Any]]:
    """A method that does this to the mailing it names, and answers how that stands then."""

    def method(acting: Acting, params: Params) -> dict[str, Any]:
        found = _mailing(params)
        try:
            do(acting, found)
        except actions.NotNow as problem:
            raise Impossible(str(problem)) from None
        return _told(Mailing.objects.get(pk=found.pk))

    return method


def _mailing(params: Params) -> Mailing:
    found: Mailing | None = Mailing.objects.select_related("list").filter(pk=whole(params, "mailing")).first()
    if found is None:
        raise Impossible("There is no such mailing.")
    return found


def _told(mailing: Mailing) -> dict[str, Any]:
    return {
        "mailing": mailing.pk,
        "list": mailing.list_id,
        "title": mailing.title,
        "day": mailing.day,
        "state": mailing.state,
        "letters": queries.Figures.of(mailing).by_state,
    }
