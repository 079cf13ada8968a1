"""One entry as bytes: an open header without personal data, a line end, and the sealed rest.

    {"about":…,"actor":…,…,"v":1}⏎base64(nonce ‖ AES-256-GCM(payload))

The header without its number is authenticated with the sealed part, so neither can be put beside
another; the number is given when the entry is added, and bound by the leaf's hash (security.md 2.3).
"""

from __future__ import annotations

import base64
import os
import uuid
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from alongside.history import canonical, shape

LONGEST = 65_535  # bytes: the limit of the public tile format
NONCE = 12


class TooLong(ValueError):
    """An entry would be longer than 65,535 bytes. Keep large bodies elsewhere and bind them by hash."""


class Unseemly(ValueError):
    """A header field holds something other than printable ASCII without quotation marks and backslashes:
    then no field ever needs an escape, and the text has one reading."""


class Unreadable(Exception):
    """The sealed part does not open with its own key: header or seal have been changed."""


@dataclass(frozen=True, slots=True)
class Header:
    """What anybody who keeps the log may read: no names, no free text.

    `power`, `rule` and `outcome` say what was allowed by what; `mode` is none, anon or user;
    `external` is the SHA-256 of a body that is kept elsewhere.
    """

    tenant: int
    at: datetime
    kind: str
    actor: uuid.UUID
    person: uuid.UUID
    mode: str
    assistance: uuid.UUID | None
    about: str | None
    power: str
    rule: str
    outcome: str
    private: bool
    session: str
    request: str
    address: str
    key: str
    external: str | None = None

    def text(self) -> str:
        """Canonical JSON without the number. Raises `Unseemly`."""
        # Written out, because it is a tenth of the cost of an encoder that looks at every value.
        text = (
            f'{{"about":{_optional(self.about)},"actor":"{self.actor}","address":"{self.address}",'
            f'"assistance":{_optional(self.assistance)},"at":"{canonical.moment(self.at)}",'
            f'"external":{_optional(self.external)},"key":"{self.key}","kind":"{self.kind}",'
            f'"mode":"{self.mode}","outcome":"{self.outcome}","person":"{self.person}",'
            f'"power":"{self.power}","private":{"true" if self.private else "false"},'
            f'"request":"{self.request}","rule":"{self.rule}","session":"{self.session}",'
            f'"tenant":{self.tenant},"v":1}}'
        )
        if not shape.HEADER.fullmatch(text):
            raise Unseemly(text)
        return text


def halves(header: str) -> tuple[str, str]:
    """The header's text around the place of its number, which is sorted before "outcome"."""
    before, after = header.split('"outcome":')
    return f'{before}"number":', f',"outcome":{after}'


def whole(header: str, number: int, sealed: str) -> str:
    """The leaf. Raises `TooLong`."""
    before, after = halves(header)
    leaf = f"{before}{number}{after}\n{sealed}"
    if len(leaf) > LONGEST:
        raise TooLong(f"an entry of {len(leaf)} bytes; {LONGEST} is the most")
    return leaf


def seal(key: bytes, header: str, payload: str) -> str:
    nonce = os.urandom(NONCE)
    return base64.b64encode(nonce + AESGCM(key).encrypt(nonce, payload.encode(), header.encode())).decode()


def unseal(key: bytes, leaf: str) -> str:
    """The payload of a leaf. Raises `Unreadable`."""
    return unseal_with(AESGCM(key), leaf.encode()).decode()


def unseal_with(cipher: AESGCM, leaf: bytes) -> bytes:
    """The same with a key made ready, for opening many leaves."""
    numbered, _, sealed = leaf.partition(b"\n")
    before, _, after = numbered.partition(b'"number":')
    header = before + after.partition(b",")[2]
    try:
        box = base64.b64decode(sealed, validate=True)
        return cipher.decrypt(box[:NONCE], box[NONCE:], header)
    except (InvalidTag, ValueError) as problem:
        raise Unreadable(f"the sealed part does not fit its header {numbered.decode()[:200]}") from problem


def _optional(value: object) -> str:
    return "null" if value is None else f'"{value}"'
