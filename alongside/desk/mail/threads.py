"""Which conversation a letter goes on with.

Answers carry a reply address of their own, `desk+ab12cd34-TAG@…`: the reference of the conversation, and a
tag that only this house can write, for this conversation and this recipient. Whoever answers to it from
the recipient's address has shown that they read what was sent there.
"""

from __future__ import annotations

import base64
import hmac
import re
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

TAG = 12  # signs of five bits each
_SIGNED = re.compile(r"(?P<local>[^@]+)\+(?P<reference>[a-z0-9]{8})-(?P<tag>[a-z2-7]{12})@(?P<host>[^@]+)")


def reply_address(mailbox: str, reference: str, recipient: str, secret: bytes) -> str:
    """Where an answer to this recipient is to be sent; `secret` is the conversation's own."""
    local, _, host = mailbox.rpartition("@")
    return f"{local}+{_short(reference)}-{_tag(reference, recipient, secret)}@{host}"


def reference_in(address: str) -> str:
    """The reference that a reply address speaks of, as `AB12-CD34`; empty without."""
    found = _SIGNED.fullmatch(address.lower())
    if found is None:
        return ""
    short = found["reference"].upper()
    return f"{short[:4]}-{short[4:]}"


def is_signed(address: str, reference: str, sender: str, secret: bytes) -> bool:
    """Whether the address was made for this sender."""
    found = _SIGNED.fullmatch(address.lower())
    return found is not None and hmac.compare_digest(found["tag"], _tag(reference, sender, secret))


class Joined(StrEnum):
    NEW = "new"
    UNPROVEN = "unproven"
    PROVEN = "proven"


@dataclass(frozen=True, slots=True)
class Claim:
    """What is known of a letter and the conversation that it speaks of."""

    signed: bool  # its reply address was made for its sender
    refers: bool  # it names a message of the conversation
    party: bool  # its sender's address is one that takes part
    forged: bool  # the own mail server says that it is not from whom it says


def joins(claim: Claim) -> Joined:
    """Whether it goes on with the conversation. A reference is known to everybody to whom a message was
    forwarded, so it counts for those who take part alone, and never proves who wrote."""
    if claim.forged or not claim.party:
        return Joined.NEW
    if claim.signed:
        return Joined.PROVEN
    return Joined.UNPROVEN if claim.refers else Joined.NEW


def _tag(reference: str, recipient: str, secret: bytes) -> str:
    said = f"{_short(reference)}\n{recipient.lower()}".encode()
    return base64.b32encode(hmac.new(secret, said, sha256).digest()).decode().lower()[:TAG]


def _short(reference: str) -> str:
    return reference.replace("-", "").lower()
