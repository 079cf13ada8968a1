"""Writing to owners and to those who work on their cases: what happened is read from the history, once, and
what is to be told of it is sent apart from the deed, again where that failed.

So no deed waits for a mail server, none is told of that was undone, and none is forgotten by whoever adds a
deed. Who is killed between sending and writing that down sends it again: rather twice than never.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable
from datetime import timedelta
from smtplib import SMTPException

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.cases import calendars, letters
from alongside.cases.actions.appointing import AppointmentMoved
from alongside.cases.actions.types import SET_UP
from alongside.cases.letters import LONGEST_SUBJECT, LONGEST_TEXT, Occasion, Reader
from alongside.cases.models import Case, CaseLetter, CaseType, Heard, Part, TypeLetter
from alongside.cases.writing import letter_of
from alongside.history.actions import name_of
from alongside.history.events import Event
from alongside.history.models import Entry, Opened
from alongside.lib import clock
from alongside.people.checking import Misfit
from alongside.people.models import Membership, Person

WRITE = Power("cases.write_letters", Kind.STAFF)

AT_ONCE = 100  # entries read, and letters sent, of one sweep
MOST_READERS = 200  # of one group
# A house that did not write letters before does not begin with those of years.
LOOKING_BACK = timedelta(days=1)
PATIENCE = 30  # seconds with a mail server
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720))

log = logging.getLogger(__name__)


class LetterLeft(
    Event,
    kind="cases.letter_left",
    title="E-mail Sent",
    sentence="An e-mail about the case {reference} was sent ({occasion})",
    private=True,
):
    reference: str
    occasion: str


class LetterFailed(
    Event,
    kind="cases.letter_failed",
    title="E-mail Not Sent",
    sentence="An e-mail about the case {reference} could not be sent ({occasion})",
    private=True,
):
    reference: str
    occasion: str


class LettersSetUp(
    Event,
    kind="cases.letters_set_up",
    title="E-mails of a Case Type Changed",
    sentence="{actor} changed what is written about cases of the type {type_name} ({occasion})",
    private=True,
):
    type: str
    type_name: str
    occasion: str


def say(acting: Acting, type: CaseType, occasion: Occasion, *, in_use: bool, subject: str, text: str) -> None:
    """Have a type say this on an occasion, or nothing; empty words are the house's own. Raises `Misfit`."""
    subject, text = " ".join(subject.split()), text.replace("\r\n", "\n").strip()
    errors = {
        name: wrong
        for name, said, longest in (("subject", subject, LONGEST_SUBJECT), ("text", text, LONGEST_TEXT))
        if (wrong := _wrong(said, longest))
    }
    if errors:
        raise Misfit(errors)
    with acting.doing(SET_UP, about=type) as deed:
        said = {"in_use": in_use, "subject": subject, "text": text}
        TypeLetter.objects.update_or_create(
            type=type, occasion=occasion, defaults=said, create_defaults=said | {"tenant_id": type.tenant_id}
        )
        deed.record(LettersSetUp(type=type.slug, type_name=type.name, occasion=occasion.value), about=type)


def write_and_send(sign: Callable[[], Acting]) -> int:
    """Write what is to be told of, and send what is due; how many left."""
    while hear():
        pass
    due = CaseLetter.objects.filter(next_at__lte=clock.now()).order_by("next_at").values_list("pk", flat=True)
    numbers = list(due[:AT_ONCE])
    if not numbers:
        return 0
    connection = get_connection(timeout=PATIENCE)
    try:
        return sum(_send(sign, number, connection) for number in numbers)
    finally:
        _close(connection)


def hear() -> bool:
    """Read on in the history, and put down what is to be written of it; whether there may be more. Both are
    one transaction: nothing is told twice, nor passed over."""
    with transaction.atomic():
        heard = Heard.objects.select_for_update().first()
        since = _beginning() if heard is None else heard.next
        entries = _since(since)
        if not entries:
            return False
        if heard is None:
            heard = _begin(since)
            if heard.next > since:
                return True  # another process was quicker
        cases = _cases_of(entries)
        for entry in entries:
            if (case := cases.get(entry.about or "")) is not None:
                _put_down(entry, case)
        heard.next = entries[-1].number + 1
        heard.save(update_fields=["next"])
    return len(entries) == AT_ONCE


def _since(number: int) -> list[Entry]:
    found = Entry.objects.of_kinds(*letters.KINDS).filter(number__gte=number)
    return list(found.oldest_first()[:AT_ONCE])


def _beginning() -> int:
    since = clock.now() - LOOKING_BACK
    before = Entry.objects.of_kinds(*letters.KINDS).filter(at__lt=since).newest_first()
    last: int | None = before.values_list("number", flat=True).first()
    return 0 if last is None else last + 1


def _begin(next: int) -> Heard:
    Heard.objects.bulk_create([Heard(next=next)], ignore_conflicts=True)
    heard: Heard = Heard.objects.select_for_update().get()
    return heard


def _cases_of(entries: Iterable[Entry]) -> dict[str, Case]:
    numbers = {(entry.about or "").partition(":")[2] for entry in entries}
    found = Case.objects.filter(pk__in=[number for number in numbers if number])
    whole = found.select_related("owner", "assignee", "type").prefetch_related("type__parts", "type__letters")
    return {name_of(case): case for case in whole}


def _put_down(entry: Entry, case: Case) -> None:
    theirs = entry.person_ref == case.owner.ref
    occasions = letters.occasions(entry.kind, theirs=theirs, account=not case.owner.is_anonymous_user)
    silent = {one.occasion for one in case.type.letters.all() if not one.in_use}
    CaseLetter.objects.bulk_create(
        (
            CaseLetter(case=case, occasion=one, entry=entry.number, address=address, next_at=clock.now())
            for one in occasions
            if one not in silent
            for address in _addresses(one, case, entry)
        ),
        ignore_conflicts=True,
    )


def _addresses(occasion: Occasion, case: Case, entry: Entry) -> Collection[str]:
    """Where it goes; whoever did it is not told of it."""
    if letters.words()[occasion].reader is Reader.OWNER:
        # What the case carries counts: that is how they want to be reached in this matter.
        address = str(case.contact.get("email") or case.owner.email or "")
        return [address] if address and case.owner.erased_at is None else []
    if occasion in letters.OF_KEEPERS:
        return _keeper(occasion, entry)
    groups: set[int] = set()
    if occasion in (Occasion.ESCALATED, Occasion.BREACHED):
        groups |= case.type.groups_with(Part.ESCALATION)
    if occasion is Occasion.GIVEN or case.assignee_id is None:
        groups.add(case.manager_group_id)
    found = _of_groups(groups, entry)
    if occasion is not Occasion.GIVEN and case.assignee is not None and case.assignee.ref != entry.actor_ref:
        found.add(case.assignee.email)
    return sorted(address for address in found if address)


def _keeper(occasion: Occasion, entry: Entry) -> Collection[str]:
    """Who keeps the appointment that the entry tells of, or did until then."""
    contents = entry.open()
    told = contents.data if isinstance(contents, Opened) else {}
    moved = entry.kind == AppointmentMoved.kind
    ref = told.get("before" if occasion is Occasion.KEEPING_NO_MORE and moved else "keeper")
    if not ref or ref == str(entry.actor_ref):
        return []
    found = Person.objects.filter(ref=ref, is_active=True).exclude(email="")
    return list(found.values_list("email", flat=True))


def _of_groups(groups: Collection[int], entry: Entry) -> set[str]:
    if not groups:
        return set()
    members = Membership.objects.filter(group__in=groups, person__is_active=True)
    others = members.exclude(person__ref=entry.actor_ref).order_by("person")
    return set(others.values_list("person__email", flat=True)[:MOST_READERS])


def _send(sign: Callable[[], Acting], number: int, connection: BaseEmailBackend) -> bool:
    """Hand it to the mail server outside every transaction, for others wait for those."""
    letter = _taken(number)
    if letter is None:
        return False  # another process was quicker
    said = letter_of(letter)
    message = EmailMessage(
        said.subject,
        said.text,
        to=[letter.address],
        headers={"Auto-Submitted": "auto-generated"},
        connection=connection,
    )
    if said.calendar is not None:
        message.attach(calendars.NAME, said.calendar, calendars.MEDIA_TYPE)
    try:
        message.send()
    except (OSError, SMTPException, ValueError) as problem:  # ValueError: an address that no e-mail can have
        log.warning("an e-mail about a case was not sent: %s", type(problem).__name__)
        _close(connection)  # the next one begins anew
        if isinstance(problem, ValueError) or letter.attempts > len(PAUSES):
            _settle(sign(), letter, LetterFailed)
        else:
            CaseLetter.objects.filter(pk=number).update(problem=f"{type(problem).__name__}: {problem}"[:300])
        return False
    _settle(sign(), letter, LetterLeft)
    return True


def _taken(number: int) -> CaseLetter | None:
    """The letter, if it is still due; nobody else takes it before the next try is."""
    with transaction.atomic():
        due = CaseLetter.objects.select_for_update(of=("self",)).filter(pk=number, next_at__lte=clock.now())
        letter = due.select_related("case__owner", "case__actor", "case__type", "case__status").first()
        if letter is not None:
            letter.next_at = clock.now() + PAUSES[min(letter.attempts, len(PAUSES) - 1)]
            letter.attempts += 1
            letter.save(update_fields=["next_at", "attempts"])
        return letter


def _settle(acting: Acting, letter: CaseLetter, event: type[LetterLeft | LetterFailed]) -> None:
    case = letter.case
    with acting.doing(WRITE, whose=case.owner) as deed:
        CaseLetter.objects.filter(pk=letter.pk).delete()
        deed.record(event(reference=case.reference, occasion=letter.occasion), about=case)


def _wrong(said: str, longest: int) -> str:
    if len(said) > longest:
        return f"Use at most {longest} characters."
    if "\x00" in said:
        return "This holds characters that cannot be kept."
    if strange := letters.unknown(said):
        known = ", ".join(f"{{{one}}}" for one in letters.MEANINGS)
        return f"{{{strange[0]}}} stands for nothing; known are {known}."
    return ""


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except (OSError, SMTPException) as problem:
        log.info("the mail server did not part in peace: %s", problem)
