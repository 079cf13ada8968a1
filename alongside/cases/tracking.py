"""The link by which somebody without an account follows their case (spec C4, C5, 4.5).

It is signed, not kept: whoever holds it sees what an owner sees and changes nothing. It opens cases of the
anonymous user alone; a case that gets an owner is followed in their account, and the link ends.
"""

from __future__ import annotations

import uuid

from django.core.signing import BadSignature, Signer

from alongside.cases.models import Case
from alongside.people.models import Kind

_signer = Signer(salt="alongside.cases.tracking", sep="~")


def token_of(case: Case) -> str:
    return _signer.sign(case.pk.hex)


def case_of(token: str) -> Case | None:
    """The case of a link, in this tenant; None for a link that was never given, or opens nothing any more."""
    try:
        number = uuid.UUID(_signer.unsign(token))
    except (BadSignature, ValueError):
        return None
    found: Case | None = (
        Case.objects.for_a_page().filter(pk=number, owner__kind=Kind.ANONYMOUS).exclude(contact={}).first()
    )
    return found
