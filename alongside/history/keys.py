"""The keys that seal entries: one for each person, wrapped by the tenant's, which comes from SECRET_KEY."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE = 12


class Locked(Exception):
    """A person's key does not open with SECRET_KEY, nor with any of SECRET_KEY_FALLBACKS."""


def new() -> bytes:
    return AESGCM.generate_key(256)


def fingerprint(key: bytes) -> str:
    """Which key it was, without saying anything of it: stands in the header of each entry."""
    return sha256(b"alongside history key" + key).hexdigest()[:16]


def wrap(tenant_id: int, ref: uuid.UUID, key: bytes) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + _wrapper(settings.SECRET_KEY, tenant_id).encrypt(nonce, key, ref.bytes)


def unwrap(tenant_id: int, ref: uuid.UUID, wrapped: bytes | None) -> bytes | None:
    """The key itself; None when there is none. Raises `Locked`."""
    # As bytes, because PostgreSQL's driver may give a view of memory.
    return None if wrapped is None else unwrapper(tenant_id)(ref.bytes, bytes(wrapped))


def unwrapper(tenant_id: int) -> Callable[[bytes, bytes], bytes]:
    """What unwraps a tenant's keys, given the bytes of a person's ref and of what was wrapped."""
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    wrappers = [_wrapper(secret, tenant_id) for secret in secrets]

    def unwrap(ref: bytes, wrapped: bytes) -> bytes:
        for wrapper in wrappers:
            try:
                return wrapper.decrypt(wrapped[:NONCE], wrapped[NONCE:], ref)
            except (InvalidTag, ValueError):  # the latter where there is too little to open
                continue
        raise Locked(
            f"the key of {uuid.UUID(bytes=ref)} was wrapped with another SECRET_KEY, or changed:"
            " an earlier secret belongs into SECRET_KEY_FALLBACKS"
        )

    return unwrap


@lru_cache(maxsize=256)
def _wrapper(secret: str, tenant_id: int) -> AESGCM:
    purpose = f"alongside: wrapping the history keys of tenant {tenant_id}".encode()
    return AESGCM(HKDF(SHA256(), length=32, salt=None, info=purpose).derive(secret.encode()))
