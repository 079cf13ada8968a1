"""Cases that come from elsewhere, many at once."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from alongside.cases.actions.wording import said_of
from alongside.cases.models import Case, CaseWord
from alongside.cases.wording import words_of


def keep_many(cases: Collection[Case]) -> None:
    """Write down cases as they were elsewhere, with the words they are found by. What happened to them
    there is no entry of this house: nobody here did it. Each has its owner at hand."""
    words = [
        CaseWord(word=word, raised_at=case.raised_at, case_id=case.pk)
        for case in cases
        for word in words_of(said_of(case, None if case.owner.is_anonymous_user else case.owner))
    ]
    with transaction.atomic():
        Case.objects.bulk_create(cases)
        # In the order of the index, which is written to nearly in order then.
        CaseWord.objects.bulk_create(sorted(words, key=lambda one: one.word), batch_size=5000)
