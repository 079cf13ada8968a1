"""What people can prove: everything recorded about them, a receipt of each entry, and a page on which
anybody checks one by themselves. The page asks nobody: it works in the reader's own browser."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import cast

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.assisting.acting import Acting
from alongside.assisting.authority import public, signed_in
from alongside.history import offline_verifier
from alongside.history.models import Entry, EntryQuerySet
from alongside.history.receipts import NotSigned
from alongside.history.receipts import receipt as written
from alongside.history.signing import Desk
from alongside.history.telling import tell
from alongside.lib.addresses import inside
from alongside.people.http import Request
from alongside.people.models import Person
from alongside.portal.answers import see
from alongside.portal.paging import leaf

ENTRIES = 50  # of a page
LARGEST = 2**63 - 1


@dataclass(frozen=True)
class Recorded:
    """An entry as its person sees it; `receipt` is where its receipt is, once it is signed."""

    number: int
    at: datetime
    sentence: str
    receipt: str


@signed_in
@require_safe
def record(request: Request) -> HttpResponse:
    """Everything recorded about a person that is theirs to see, the latest first."""
    desk = _desk()
    signed = desk.signed_size(request.acting.tenant_id) or 0
    entries = leaf(request, _of(request.acting).newest_first(), ENTRIES)
    rows = [
        Recorded(
            entry.number,
            entry.at,
            tell(entry),
            inside("portal:receipt", entry.number) if entry.number < signed else "",
        )
        for entry in entries.rows
    ]
    context = {"rows": rows, "leaf": entries, "signs": signed > 0}
    return render(request, "portal/evidence/record.html", context)


@signed_in
@require_safe
def receipt(request: Request, number: int) -> HttpResponse:
    """One entry about the person with the proof that it is in the log, as a file."""
    found = _of(request.acting).filter(number=number).first() if number <= LARGEST else None
    if found is None:
        raise Http404
    try:
        text = written(found, _desk(), request.tenant.name)
    except NotSigned:
        messages.info(request, "This entry is not signed yet. Try again in a minute.")
        return see(inside("portal:record"))
    answer = HttpResponse(text, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="receipt-{number}.json"'
    return answer


@public
@csp_replace({"connect-src": ["'none'"]})  # type: ignore[arg-type]  # every request here is one of ours
@require_safe
def check(request: Request) -> HttpResponse:
    """Check a receipt without sending it anywhere: the policy of this page lets no request leave it."""
    keys = [] if request.tenant is None else _desk().public(request.tenant.pk)
    context = {"keys": "\n".join(key.text() for key in keys)}
    return render(request, "portal/evidence/check.html", context)


@public
@require_safe
def verifier(request: Request) -> HttpResponse:
    """The program that checks receipts, proofs and whole logs where no browser does."""
    text = Path(offline_verifier.__file__).read_text(encoding="utf-8")
    answer = HttpResponse(text, content_type="text/x-python; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="verifier.py"'
    return answer


def _of(acting: Acting) -> EntryQuerySet:
    """What is recorded against a person and not private to the house. Only for the person alone: whoever
    helps sees what was done in "Who acted for me", and proves nothing in their name."""
    if acting.helping:
        raise Http404
    refs = cast("Person", acting.person).refs()
    return cast(EntryQuerySet, Entry.objects.of_people(refs).public())


def _desk() -> Desk:
    return Desk(Path(settings.SIGNER), ())
