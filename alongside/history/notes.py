"""Signed notes: a text with signatures below it, as C2SP signed-note has it, with Ed25519.

    alongside/history/1
    109
    sFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=

    — alongside/history/1 hI2DJw…roloI=

A signature names its key and carries the first four bytes of a hash of name and key, so a reader
knows which of the keys they trust to hold it against.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

DASH = "\N{EM DASH} "
ED25519 = b"\x01"
MOST_SIGNATURES = 100
_NAME = re.compile(r"[^\s+]+")


class Unsigned(ValueError):
    """No key that is trusted signed the note, or one that should have did not."""


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key and its name: what a reader must have from elsewhere."""

    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:4]

    def text(self) -> str:
        """`name+id+key`, as other programs read it."""
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(ED25519 + self.public).decode()}"

    @classmethod
    def parse(cls, text: str) -> Verifier:
        """Raises ValueError for what is no Ed25519 key in that form."""
        name, _, rest = text.strip().partition("+")
        id_, _, key = rest.partition("+")
        try:
            raw = base64.b64decode(key, validate=True)
        except binascii.Error:
            raw = b""
        found = cls(name, raw[1:])
        if not _NAME.fullmatch(name) or raw[:1] != ED25519 or len(raw) != 33 or found.id.hex() != id_:
            raise ValueError(f"“{text.strip()[:200]}” is not a verifier key: name+hash+base64")
        return found

    def accepts(self, text: str, signature: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text.encode())
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key and its name."""

    name: str
    private: Ed25519PrivateKey

    @classmethod
    def new(cls, name: str) -> Signer:
        return cls(name, Ed25519PrivateKey.generate())

    @classmethod
    def of(cls, name: str, seed: bytes) -> Signer:
        return cls(name, Ed25519PrivateKey.from_private_bytes(seed))

    @property
    def seed(self) -> bytes:
        """The 32 bytes that are the whole secret."""
        return self.private.private_bytes(
            serialization.Encoding.Raw, serialization.PrivateFormat.Raw, serialization.NoEncryption()
        )

    @property
    def verifier(self) -> Verifier:
        raw = self.private.public_key().public_bytes(
            serialization.Encoding.Raw, serialization.PublicFormat.Raw
        )
        return Verifier(self.name, raw)

    def line(self, text: str) -> str:
        signature = self.verifier.id + self.private.sign(text.encode())
        return f"{DASH}{self.name} {base64.b64encode(signature).decode()}\n"


def signed(text: str, signers: Iterable[Signer]) -> str:
    """The note. Its text ends in a line end and holds no other control characters."""
    if not text.endswith("\n") or any(char < " " and char != "\n" for char in text):
        raise ValueError("a note's text ends in a line end and holds no control characters")
    return text + "\n" + "".join(signer.line(text) for signer in signers)


def opened(note: str, trusted: Collection[Verifier]) -> tuple[str, list[Verifier]]:
    """The text, and which of the trusted keys signed it. Raises `Unsigned`: also when one of them is
    named by a signature that is not theirs."""
    if any(char < " " and char != "\n" for char in note):
        raise Unsigned("This is not a signed note: there are control characters in it.")
    text, found, signatures = note.rpartition("\n\n")
    lines = signatures.split("\n")
    if not found or lines.pop() != "" or not 0 < len(lines) <= MOST_SIGNATURES:
        raise Unsigned("This is not a signed note.")
    text += "\n"
    known = {(key.name, key.id): key for key in trusted}
    by: list[Verifier] = []
    for line in lines:
        name, id_, signature = _read(line)
        key = known.get((name, id_))
        if key is None or key in by:
            continue
        if not key.accepts(text, signature):
            raise Unsigned(f"The signature of {name} does not fit: the note was changed.")
        by.append(key)
    if not by:
        raise Unsigned("No key that is trusted here has signed this.")
    return text, by


def _read(line: str) -> tuple[str, bytes, bytes]:
    name, _, encoded = line.removeprefix(DASH).partition(" ")
    try:
        raw = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        raw = b""
    if not line.startswith(DASH) or not _NAME.fullmatch(name) or len(raw) < 5:
        raise Unsigned("A line below the note is no signature.")
    return name, raw[:4], raw[4:]
