"""Checking that a caller is who they say (security.md T-13): questions over what is on file, and codes to a
channel that was on file before. It holds for one sitting."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F

from alongside.assisting import actions as assisting
from alongside.assisting.acting import Acting
from alongside.assisting.models import Assistance
from alongside.assisting.parties import Party
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.history.events import Event
from alongside.interactions.models import CallerAnswer, CheckCode
from alongside.interactions.sending import Unsent, sender
from alongside.lib import clock
from alongside.people import dates, folding
from alongside.people.models import FieldType, Person, ProfileField, Tenant

CHECK = Power("interactions.check_caller", Kind.STAFF, right=assisting.ASSIST.right)
SEND_CODE = Power("interactions.send_code", Kind.STAFF, right=assisting.ASSIST.right)
TRY_CODE = Power("interactions.try_code", Kind.STAFF, right=assisting.ASSIST.right)

MOST_WRONG = 5  # answers about one person within an hour, whoever asks
MOST_CODES = 3  # to one person within a quarter of an hour
HOUR, QUARTER = timedelta(hours=1), timedelta(minutes=15)
CHANNELS = {"email": "e-mail", "sms": "text message"}


class CallerAsked(
    Event,
    kind="interactions.caller_asked",
    title="Check caller",
    sentence="{actor} asked the caller who said they were {person}: {right} right, {wrong} wrong",
    private=True,
):
    """`asked` are the names of fields; what was answered is nowhere."""

    asked: tuple[str, ...]
    right: int
    wrong: int


class CodeSent(
    Event,
    kind="interactions.code_sent",
    title="Send code to caller",
    sentence="{actor} sent {person} a code by {channel}",
):
    channel: str


class CodeTried(
    Event,
    kind="interactions.code_tried",
    title="Try code of caller",
    sentence="{actor} tried a code that the caller read out for {person}, right: {right}",
    private=True,
):
    right: bool


class TooMany(Exception):
    """Too many wrong answers or codes lately: nothing more is compared for a while."""


class NothingAsked(ValueError):
    """No answer was put in."""


class NoChannel(Exception):
    """There is nothing on file to send to, or it was put there only lately, or it could not be sent."""


@dataclass(frozen=True)
class Wanted:
    """What the tenant asks of callers: `options["caller_check"]`."""

    questions: tuple[str, ...]  # names of fields
    needed: int  # right answers
    before_sensitive: bool


def wanted(options: Mapping[str, Any]) -> Wanted:
    said = options.get("caller_check")
    said = said if isinstance(said, Mapping) else {}
    names = said.get("questions")
    questions = tuple(one for one in names if isinstance(one, str)) if isinstance(names, list) else ()
    needed = said.get("needed")
    return Wanted(
        questions or ("date_of_birth", "postcode"),
        needed if isinstance(needed, int) and 0 < needed <= 10 else 2,
        bool(said.get("before_sensitive")),
    )


def questions_for(person: Person) -> list[ProfileField]:
    """The fields that can be asked about: the tenant's, as far as something is on file."""
    names = wanted(person.tenant.options).questions
    fields = {field.name: field for field in ProfileField.objects.in_use().filter(name__in=names)}
    return [fields[name] for name in names if name in fields and person.value(name)]


def ask(acting: Acting, assistance: Assistance, answers: Mapping[str, str]) -> int:
    """Compare what the caller said with what is on file; how many were right. Empty answers were not asked,
    and nobody sees what is on file by asking. Raises `TooMany` and `NothingAsked`."""
    with acting.doing(CHECK, whose=assistance.person) as deed:
        assisting.in_turn(assistance.person_id)
        if _wrong_lately(assistance.person) >= MOST_WRONG:
            raise TooMany
        person = Person.objects.get(pk=assistance.person_id)
        asked = [field for field in questions_for(person) if answers.get(field.name, "").strip()]
        if not asked:
            raise NothingAsked
        found = {field.name: matches(field, person.value(field.name), answers[field.name]) for field in asked}
        CallerAnswer.objects.bulk_create(
            CallerAnswer(assistance=assistance, asked=name, right=right, at=deed.at)
            for name, right in found.items()
        )
        right = sum(found.values())
        deed.record(CallerAsked(asked=tuple(found), right=right, wrong=len(found) - right), about=assistance)
        return right


def send_code(acting: Acting, assistance: Assistance, channel: str) -> None:
    """Send six digits to the person's own e-mail or telephone, as it is on file. An earlier code is void.
    Raises `NoChannel` and `TooMany`."""
    person = Person.objects.get(pk=assistance.person_id)
    at = clock.now()
    lately = CheckCode.objects.filter(assistance__person=person, made_at__gt=at - QUARTER)
    if lately.count() >= MOST_CODES:
        raise TooMany
    address = address_of(person, channel)
    if not address:
        raise NoChannel
    code = f"{secrets.randbelow(1_000_000):06}"
    with acting.doing(SEND_CODE, whose=assistance.person) as deed:
        assisting.in_turn(assistance.person_id)
        CheckCode.objects.filter(assistance=assistance, used_at__isnull=True).update(used_at=deed.at)
        made = CheckCode(assistance=assistance, channel=channel, made_at=deed.at)
        made.code_hash = _hash(made, code)
        made.save(force_insert=True)
        deed.record(CodeSent(channel=CHANNELS[channel]), about=assistance)
        # Last, for it cannot be taken back; and within, so that a code which did not leave is not one.
        _send(person, channel, address, code)


def try_code(acting: Acting, assistance: Assistance, code: str) -> bool:
    """Whether it is the code that was sent last. Each try counts, also of one that is over. Raises
    `TooMany` when there is none that could be right any more."""
    with acting.doing(TRY_CODE, whose=assistance.person) as deed:
        sent = (
            CheckCode.objects.select_for_update(of=("self",))
            .filter(assistance=assistance)
            .order_by("-made_at")
            .first()
        )
        if sent is None or not sent.is_good(deed.at):
            raise TooMany
        CheckCode.objects.filter(pk=sent.pk).update(tries=F("tries") + 1)
        digits = folding.digits_of(code)
        right = hmac.compare_digest(_hash(sent, digits), bytes(sent.code_hash))
        if right:
            CheckCode.objects.filter(pk=sent.pk).update(used_at=deed.at)
        CallerAnswer.objects.create(
            assistance=assistance, asked=f"code:{sent.channel}", right=right, at=deed.at
        )
        deed.record(CodeTried(right=right), about=assistance)
        return right


def strength(assistance: Assistance) -> list[str]:
    """What was answered rightly in this sitting, each once, in words: "date of birth", "code by e-mail"."""
    rows = CallerAnswer.objects.filter(assistance=assistance, right=True).order_by("pk")
    asked = list(dict.fromkeys(rows.values_list("asked", flat=True)))
    labels = dict(ProfileField.objects.filter(name__in=asked).values_list("name", "label"))
    return [
        f"code by {CHANNELS.get(name[5:], name[5:])}"
        if name.startswith("code:")
        else labels.get(name, name).lower()
        for name in asked
    ]


def is_checked(assistance: Assistance, options: Mapping[str, Any]) -> bool:
    """Whether enough was answered rightly in this sitting: a code, or as many questions as are needed, of
    none of which the last answer was wrong."""
    last = {one.asked: one.right for one in CallerAnswer.objects.filter(assistance=assistance).order_by("pk")}
    right = [name for name, was_right in last.items() if was_right]
    if any(name.startswith("code:") for name in right):
        return True
    return len(right) >= wanted(options).needed


def awaits_check(reader: Party, person: Party) -> bool:
    """Whether the reader must check the caller before they see or change sensitive fields of a person:
    the guard of `people.profiles`."""
    if reader.id == person.id or reader.tenant_id is None:
        return False
    options = Tenant.objects.get(pk=reader.tenant_id).options
    if not wanted(options).before_sensitive:
        return False
    sitting = Assistance.objects.open().of_agent(reader.id).filter(person=person.id).first()
    return sitting is None or not is_checked(sitting, options)


def address_of(person: Person, channel: str) -> str:
    """Where a code would go: to what was on file before somebody could have changed it for this."""
    if channel == "email":
        return person.email if person.recovers_by_email(clock.now()) else ""
    if channel != "sms" or sender() is None:
        return ""
    known = person.value("mobile") or person.value("telephone") or ""
    return str(known[0] if isinstance(known, list) and known else known)


def matches(field: ProfileField, known: Any, said: str) -> bool:
    """Whether an answer says what is on file, however it is written; compared in constant time."""
    values = known if isinstance(known, list) else [known]
    same = [_same(field, str(value), said) for value in values]  # all of them, so that none is faster
    return any(same)


def _same(field: ProfileField, known: str, said: str) -> bool:
    if field.type == FieldType.DATE:
        return known[:10].replace("-", "") in dates.written(said)
    fold = {
        FieldType.TELEPHONE: folding.telephone,
        FieldType.POSTCODE: folding.postcode,
    }.get(FieldType(field.type), _plain)
    return hmac.compare_digest(fold(known).encode(), fold(said).encode()) and bool(fold(said))


def _plain(text: str) -> str:
    return " ".join("".join(one if one.isalnum() else " " for one in text.casefold()).split())


def _wrong_lately(person: Party) -> int:
    since = clock.now() - HOUR
    answers = CallerAnswer.objects.filter(assistance__person=person.id, right=False, at__gt=since)
    return answers.exclude(asked__startswith="code:").count()


def _send(person: Person, channel: str, address: str, code: str) -> None:
    text = (
        f"Your code for {person.tenant.name} is {code}. Read it out only to whom you called,"
        " or who called you as agreed. It holds for ten minutes."
    )
    try:
        if channel == "email":
            EmailMessage(f"Your code for {person.tenant.name}", text, to=[address]).send()
        else:
            by = sender()
            if by is None:
                raise NoChannel
            by.send(address, text)
    except (OSError, SMTPException, Unsent):
        raise NoChannel from None


def _hash(code: CheckCode, digits: str) -> bytes:
    """Keyed with the house's secret: six digits alone would be found by trying."""
    return hmac.new(settings.SECRET_KEY.encode(), f"{code.pk}:{digits}".encode(), hashlib.sha256).digest()
