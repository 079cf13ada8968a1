"""The link by which an expert outside answers a question. It is signed, not kept: whoever holds it sees what
was passed on, and writes a reply, for as long as the forwarding is open."""

from __future__ import annotations

import uuid

from django.core.signing import BadSignature, Signer

from alongside.desk.models import Forwarding
from alongside.lib.addresses import origin_of, outside

_signer = Signer(salt="alongside.desk.experts", sep="~")


def token_of(forwarding: Forwarding) -> str:
    return _signer.sign(forwarding.pk.hex)


def link_of(forwarding: Forwarding) -> str:
    """The whole address, for those who are not in the house."""
    return origin_of(forwarding.tenant.domain) + outside("portal:expert", token_of(forwarding))


def forwarding_of(token: str) -> Forwarding | None:
    """What a link of this tenant is for, open or over; None for one that was never given."""
    try:
        number = uuid.UUID(_signer.unsign(token))
    except (BadSignature, ValueError):
        return None
    found = Forwarding.objects.filter(pk=number)
    first: Forwarding | None = found.select_related(
        "question__conversation__person", "actor", "expert"
    ).first()
    return first
