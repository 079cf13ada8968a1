"""Keeping the words that a case is found by."""

from __future__ import annotations

from collections.abc import Iterable

from alongside.cases.models import Case, CaseWord
from alongside.cases.wording import Said, words_of
from alongside.people.models import Person


def keep_words(case: Case) -> None:
    """Write down the words of a case as it is now; within the deed that changed it."""
    owner = Person.objects.get(pk=case.owner_id)
    wanted = words_of(said_of(case, None if owner.is_anonymous_user else owner))
    kept = set(CaseWord.objects.filter(case_id=case.pk).values_list("word", flat=True))
    if gone := kept - wanted:
        CaseWord.objects.filter(case_id=case.pk, word__in=gone).delete()
    CaseWord.objects.bulk_create(
        CaseWord(word=word, raised_at=case.raised_at, case_id=case.pk) for word in sorted(wanted - kept)
    )


def forget_words(cases: Iterable[Case]) -> None:
    """Leave nothing to find them by but their references."""
    for case in cases:
        CaseWord.objects.filter(case_id=case.pk).delete()


def said_of(case: Case, owner: Person | None) -> Said:
    """What is said in a case and of its owner. The owner's own record counts as it was when the case was
    raised or its contact details were changed."""
    contact = case.contact
    known = owner.profile if owner is not None else {}
    return Said(
        reference=case.reference,
        title=case.title,
        names=_said(owner.name if owner else "", contact.get("name")),
        emails=_said(owner.email if owner else "", contact.get("email")),
        telephones=_said(known.get("telephone"), known.get("mobile"), contact.get("telephone")),
        postcodes=_said(known.get("postcode"), contact.get("postcode")),
        addresses=_said(known.get("address"), contact.get("address")),
    )


def _said(*values: object) -> tuple[str, ...]:
    texts = [one for value in values for one in (value if isinstance(value, list) else [value])]
    return tuple(dict.fromkeys(str(text) for text in texts if text))
