"""A letter about a case in its words: the type's own, or the house's."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format

from alongside.cases import calendars, letters, telling, tracking
from alongside.cases.letters import ABOUT_APPOINTMENTS, OF_KEEPERS, Occasion, Reader
from alongside.cases.models import Appointment, Case, CaseLetter, CaseType, TypeLetter
from alongside.history.models import Entry, Opened
from alongside.lib import clock
from alongside.lib.addresses import origin_of, outside


@dataclass(frozen=True)
class Said:
    """`calendar` is the appointment as a file for calendars, where the letter is about one."""

    subject: str
    text: str
    calendar: bytes | None = None


def letter_of(letter: CaseLetter) -> Said:
    """The letter as it is when it leaves."""
    case, occasion = letter.case, Occasion(letter.occasion)
    own = TypeLetter.objects.filter(type=case.type_id, occasion=occasion).first()
    subject, text = words_of(own, occasion)
    met = _appointment_of(letter)
    values = _values(case, occasion) | _of_appointment(met, occasion)
    return Said(
        " ".join(letters.filled(subject, values).split()),
        letters.filled(text, values),
        calendar_of(met, case, values["link"], gone=occasion is Occasion.KEEPING_NO_MORE) if met else None,
    )


def calendar_of(met: Appointment, case: Case, link: str, *, gone: bool = False) -> bytes:
    """An appointment as a file that calendars read; a later one of the same appointment takes its place. It
    takes it away where the appointment is cancelled, or `gone` for whoever reads it."""
    return calendars.file_of(
        calendars.Entry(
            uid=f"{met.pk}@{case.owner.tenant.domain}",
            changes=met.changes,
            written_at=clock.now(),
            begins_at=met.begins_at,
            ends_at=met.ends_at,
            summary=f"{case.reference}: {met.about or case.title or case.type.name}",
            where=met.where or met.get_how_display(),
            link=link,
            cancelled=gone or met.cancelled_at is not None,
        )
    )


def _appointment_of(letter: CaseLetter) -> Appointment | None:
    """The appointment that a letter is about, as it is when the letter leaves."""
    if Occasion(letter.occasion) not in ABOUT_APPOINTMENTS:
        return None
    entry = Entry.objects.filter(number=letter.entry).first()
    contents = entry.open() if entry is not None else None
    number = contents.data.get("appointment") if isinstance(contents, Opened) else None
    theirs = letter.case.appointments.select_related("keeper")
    found: Appointment | None = theirs.filter(pk=str(number)).first() if number else None
    return found


def _of_appointment(met: Appointment | None, occasion: Occasion) -> dict[str, str]:
    if met is None:
        return {"appointment": "", "when": ""}
    keeper = met.keeper if occasion not in OF_KEEPERS else None
    said = [
        f"{met.when}, for {met.minutes} minutes",
        f"With {keeper.name}" if keeper is not None else "",
        met.get_how_display(),
        met.where,
        met.about,
    ]
    return {"appointment": "\n".join(one for one in said if one), "when": met.when}


def words_of(own: TypeLetter | None, occasion: Occasion) -> tuple[str, str]:
    """Subject and text as they are written, with their placeholders."""
    house = letters.words()[occasion]
    return (own.subject if own else "") or house.subject, (own.text if own else "") or house.text


def own_words(type: CaseType) -> dict[Occasion, TypeLetter]:
    """What a type says in words of its own, or does not say."""
    return {Occasion(one.occasion): one for one in type.letters.all()}


def _values(case: Case, occasion: Occasion) -> dict[str, str]:
    tenant = case.owner.tenant
    asked = telling.unanswered(case)
    due = timezone.localtime(case.target_at) if case.target_at and case.is_open else None
    helped = f"{case.actor.name} raised it for you. If you know nothing of it, please tell us."
    for_owner = letters.words()[occasion].reader is Reader.OWNER
    return {
        "reference": case.reference,
        "title": case.title or case.type.name,
        "type": case.type.name,
        "name": _name(case) if for_owner else "",
        "next": telling.next_step(case, asked),
        "due": f"It is to be done by {date_format(due, 'j F Y')}." if due else "",
        "helped": helped if case.on_behalf and not case.owner.is_anonymous_user else "",
        "link": origin_of(tenant.domain) + _page(case, occasion),
        "house": tenant.name,
    }


def _name(case: Case) -> str:
    return str(case.contact.get("name") or "") if case.owner.is_anonymous_user else case.owner.name


def _page(case: Case, occasion: Occasion) -> str:
    if occasion in OF_KEEPERS:  # the case itself may not be open to them
        return outside("console:appointments")
    if letters.words()[occasion].reader is not Reader.OWNER:
        return outside("console:case", case.pk)
    if case.owner.is_anonymous_user:
        return outside("portal:tracking", tracking.token_of(case))
    return outside("portal:case", case.pk)
