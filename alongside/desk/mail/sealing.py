"""Sealing what the desk keeps of e-mail: letters as they came, their files, passwords of mailboxes.

AES-GCM, by a key of the tenant's that comes from SECRET_KEY. What is sealed opens under its own name alone,
so one letter cannot be put in the place of another.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12


class Locked(Exception):
    """None of the secrets opens it: an earlier SECRET_KEY belongs into SECRET_KEY_FALLBACKS."""


def seal(secret: str | bytes, tenant: int, name: str, content: bytes) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(derived(secret, tenant, "sealing")).encrypt(nonce, content, name.encode())


def unseal(secrets: Iterable[str | bytes], tenant: int, name: str, sealed: bytes | memoryview) -> bytes:
    """Raises `Locked`."""
    content = bytes(sealed)  # PostgreSQL's driver may give a view of memory
    for secret in secrets:
        try:
            cipher = AESGCM(derived(secret, tenant, "sealing"))
            return cipher.decrypt(content[:_NONCE], content[_NONCE:], name.encode())
        except (InvalidTag, ValueError):
            continue
    raise Locked(name)


@lru_cache(maxsize=256)
def derived(secret: str | bytes, tenant: int, purpose: str) -> bytes:
    """A key of the tenant's for one purpose."""
    raw = secret.encode() if isinstance(secret, str) else secret
    info = f"alongside: {purpose} e-mail of tenant {tenant}".encode()
    return HKDF(SHA256(), length=32, salt=None, info=info).derive(raw)
