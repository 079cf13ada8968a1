"""Writing what is to be mailed."""

from __future__ import annotations

from dataclasses import dataclass

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.lib.placeholders import unknown
from alongside.mailings.actions.lists import ARRANGE
from alongside.mailings.models import Channel, Mailing, MailingList, MailingState
from alongside.mailings.texts import MEANINGS
from alongside.people.checking import Misfit

WRITE = Power("mailings.write", Kind.STAFF, right=ARRANGE.right)

LONGEST, LONGEST_SHORT = 50_000, 480  # characters of a mail, and of a text message
LAST_DAY = 3650
FASTEST = 60_000  # a minute


class MailingWritten(
    Event,
    kind="mailings.written",
    title="Mailing Written",
    sentence="{actor} wrote the mailing “{mailing_title}” to the list {list_name}",
    private=True,
):
    mailing: int
    mailing_title: str
    list_name: str


class MailingDiscarded(
    Event,
    kind="mailings.discarded",
    title="Mailing Thrown Away",
    sentence="{actor} threw away the draft “{mailing_title}”",
    private=True,
):
    mailing: int
    mailing_title: str


@dataclass(frozen=True)
class Draft:
    """What is to be mailed. `day` counts from joining, in series alone; `per_minute` is how many leave at
    most."""

    text: str
    subject: str = ""
    day: int | None = None
    per_minute: int | None = None


class Begun(Exception):
    """It has been started: what some have got is what all get."""


def write(acting: Acting, list: MailingList, draft: Draft, *, mailing: Mailing | None = None) -> Mailing:
    """Write a draft, or change one; raises `Misfit` and `Begun`."""
    subject, text = " ".join(draft.subject.split()), draft.text.replace("\r\n", "\n").strip()
    _demand_fit(list, draft, subject, text)
    with acting.doing(WRITE) as deed:
        row = Mailing(list=list, made_at=deed.at) if mailing is None else _locked(mailing)
        row.list, row.subject, row.text = list, "" if list.channel == Channel.SMS else subject, text
        row.day, row.per_minute = draft.day if list.is_series else None, draft.per_minute
        row.save()
        told = MailingWritten(mailing=row.pk, mailing_title=row.title, list_name=list.name)
        deed.record(told, about=row)
        return row


def discard(acting: Acting, mailing: Mailing) -> None:
    """Throw a draft away; raises `Begun`."""
    with acting.doing(WRITE) as deed:
        row = _locked(mailing)
        deed.record(MailingDiscarded(mailing=row.pk, mailing_title=row.title), about=row)
        row.delete()


def _locked(mailing: Mailing) -> Mailing:
    row: Mailing = Mailing.objects.select_for_update().get(pk=mailing.pk)
    if row.state != MailingState.DRAFT:
        raise Begun
    return row


def _demand_fit(list: MailingList, draft: Draft, subject: str, text: str) -> None:
    short = list.channel == Channel.SMS
    longest = LONGEST_SHORT if short else LONGEST
    problems: dict[str, str] = {}
    if list.closed_at is not None:
        problems["list"] = "This list is closed."
    if not short and not subject:
        problems["subject"] = "Enter a subject."
    elif len(subject) > 150 or not subject.isprintable():
        problems["subject"] = "Use at most 150 characters."
    if not text:
        problems["text"] = "Enter the text."
    elif len(text) > longest or "\x00" in text:
        problems["text"] = f"Use at most {longest} characters."
    for field, said in (("subject", subject), ("text", text)):
        if field not in problems and (wrong := unknown(said, MEANINGS)):
            known = ", ".join(f"{{{name}}}" for name in MEANINGS)
            problems[field] = f"{{{wrong[0]}}} stands for nothing; known are {known}."
    if list.is_series and (draft.day is None or not 0 <= draft.day <= LAST_DAY):
        problems["day"] = f"Enter how many days after joining, from 0 to {LAST_DAY}."
    if draft.per_minute is not None and not 1 <= draft.per_minute <= FASTEST:
        problems["per_minute"] = f"Enter a number from 1 to {FASTEST}, or nothing."
    if problems:
        raise Misfit(problems)
