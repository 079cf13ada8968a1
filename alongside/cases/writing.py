"""A letter about a case in its words: the type's own, or the house's."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from alongside.cases import letters, telling, tracking
from alongside.cases.letters import Occasion, Reader
from alongside.cases.models import Case, CaseLetter, CaseType, TypeLetter
from alongside.lib.addresses import outside


@dataclass(frozen=True)
class Said:
    subject: str
    text: str


def letter_of(letter: CaseLetter) -> Said:
    """The letter as it is when it leaves."""
    case, occasion = letter.case, Occasion(letter.occasion)
    own = TypeLetter.objects.filter(type=case.type_id, occasion=occasion).first()
    subject, text = words_of(own, occasion)
    values = _values(case, occasion)
    return Said(" ".join(letters.filled(subject, values).split()), letters.filled(text, values))


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
        "link": f"{'https' if settings.HTTPS else 'http'}://{tenant.domain}{_page(case, for_owner)}",
        "house": tenant.name,
    }


def _name(case: Case) -> str:
    return str(case.contact.get("name") or "") if case.owner.is_anonymous_user else case.owner.name


def _page(case: Case, for_owner: bool) -> str:
    if not for_owner:
        return outside("console:case", case.pk)
    if case.owner.is_anonymous_user:
        return outside("portal:tracking", tracking.token_of(case))
    return outside("portal:case", case.pk)
