"""Lists: what people can subscribe to."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.mailings.models import Channel, Mailing, MailingList, MailingState
from alongside.people.checking import Misfit

ARRANGE = Power("mailings.arrange", Kind.STAFF)


class ListArranged(
    Event,
    kind="mailings.list_arranged",
    title="Mailing List Changed",
    sentence="{actor} arranged the mailing list {list_name}",
    private=True,
):
    list: int
    list_name: str
    shown: bool
    confirmed: bool


class ListClosed(
    Event,
    kind="mailings.list_closed",
    title="Mailing List Closed",
    sentence="{actor} closed the mailing list {list_name}",
    private=True,
):
    list: int
    list_name: str


class ListOpened(
    Event,
    kind="mailings.list_opened",
    title="Mailing List Opened",
    sentence="{actor} opened the mailing list {list_name} again",
    private=True,
):
    list: int
    list_name: str


@dataclass(frozen=True)
class Wanted:
    """What a list is to be. `is_series` and `channel` are said once, when it is made: those on it agreed to
    them."""

    name: str
    purpose: str
    is_series: bool = False
    channel: str = Channel.EMAIL.value
    shown: bool = True
    confirmed: bool = True
    sender_name: str = ""
    sender_address: str = ""
    return_address: str = ""


class InUse(Exception):
    """Something is being mailed to the list."""


def arrange(acting: Acting, wanted: Wanted, *, list: MailingList | None = None) -> MailingList:
    """Make a list, or change one; raises `Misfit`."""
    name, purpose = " ".join(wanted.name.split()), wanted.purpose.replace("\r\n", "\n").strip()
    _demand_fit(wanted, name, purpose, list)
    with acting.doing(ARRANGE) as deed:
        row = list or MailingList(made_at=deed.at, is_series=wanted.is_series, channel=wanted.channel)
        row.name, row.purpose = name, purpose
        row.shown, row.confirmed = wanted.shown, wanted.confirmed
        row.sender_name = " ".join(wanted.sender_name.split())
        row.sender_address = wanted.sender_address.strip().lower()
        row.return_address = wanted.return_address.strip().lower()
        row.save()
        told = ListArranged(list=row.pk, list_name=name, shown=row.shown, confirmed=row.confirmed)
        deed.record(told, about=row)
        return row


def close(acting: Acting, list: MailingList) -> None:
    """Offer a list no more, and mail nothing to it; who was on it is kept. Raises `InUse` while something
    is being sent."""
    with acting.doing(ARRANGE) as deed:
        row = MailingList.objects.select_for_update().get(pk=list.pk)
        under_way = [MailingState.SENDING, MailingState.PAUSED]
        if Mailing.objects.filter(list=row, state__in=under_way).exists():
            raise InUse
        row.closed_at = list.closed_at = deed.at
        row.save(update_fields=["closed_at"])
        deed.record(ListClosed(list=row.pk, list_name=row.name), about=row)


def open_again(acting: Acting, list: MailingList) -> None:
    with acting.doing(ARRANGE) as deed:
        list.closed_at = None
        list.save(update_fields=["closed_at"])
        deed.record(ListOpened(list=list.pk, list_name=list.name), about=list)


def _demand_fit(wanted: Wanted, name: str, purpose: str, list: MailingList | None) -> None:
    problems: dict[str, str] = {}
    if not name or len(name) > 100 or not name.isprintable():
        problems["name"] = "Enter a name of at most 100 characters, as people will know it."
    elif any(one != list for one in MailingList.objects.filter(name__iexact=name)):
        problems["name"] = "Another list is called that, perhaps a closed one."
    if not purpose or len(purpose) > 500 or "\x00" in purpose:
        problems["purpose"] = "Say in at most 500 characters what those get who subscribe."
    if wanted.channel not in Channel.values:
        problems["channel"] = "Choose one of the list."
    if len(wanted.sender_name) > 100 or not wanted.sender_name.isprintable():
        problems["sender_name"] = "Use at most 100 characters."
    for field, address in (
        ("sender_address", wanted.sender_address.strip()),
        ("return_address", wanted.return_address.strip()),
    ):
        if address and not _is_address(address):
            problems[field] = "Enter an e-mail address such as news@example.org."
    if len(wanted.return_address.strip().partition("@")[0]) > 20:
        problems["return_address"] = "Use at most 20 characters before the @: a mark is put behind them."
    if problems:
        raise Misfit(problems)


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return text.isascii()
