"""Finding, making and destroying the key of a person."""

from __future__ import annotations

import uuid
from collections import OrderedDict
from datetime import datetime
from threading import Lock
from time import monotonic

from django.db import DEFAULT_DB_ALIAS, connection, connections, models, transaction

from alongside.history import keys
from alongside.history.models import Key
from alongside.lib.compiled import adapted, compiled

KEPT = 1024  # keys
KEPT_FOR = 300.0  # seconds: so long may a key that another process destroyed still seal, though never open

_recent: OrderedDict[tuple[object, ...], tuple[float, bytes]] = OrderedDict()
_lock = Lock()


def key_for(tenant_id: int, ref: uuid.UUID, at: datetime) -> bytes:
    """The person's key for sealing, made when there is none yet. Raises `keys.Locked`."""
    place = _place(tenant_id, ref)
    with _lock:
        kept_at, key = _recent.get(place, (0.0, b""))
        if key and monotonic() - kept_at < KEPT_FOR:
            _recent.move_to_end(place)
            return key
    key = _stored(tenant_id, ref) or _made(tenant_id, ref, at)
    # Only a committed key is remembered: one that was rolled back would seal what nobody could open.
    transaction.on_commit(lambda: _remember(place, key))
    return key


def destroy(tenant_id: int, ref: uuid.UUID) -> bool:
    """Destroy a person's key within the caller's transaction; whether there was one."""
    removed, _ = Key.everywhere.filter(tenant_id=tenant_id, ref=ref).delete()
    with _lock:
        _recent.pop(_place(tenant_id, ref), None)
    return removed > 0


def forget_all() -> None:
    """Empty this process's memory of keys, for when the database under it was exchanged."""
    with _lock:
        _recent.clear()


def _stored(tenant_id: int, ref: uuid.UUID) -> bytes | None:
    return keys.unwrap(tenant_id, ref, _wrapped.first(tenant_id, ref))


@compiled
def _wrapped(tenant_id: int, ref: uuid.UUID) -> models.QuerySet[Key, bytes]:
    return Key.everywhere.filter(tenant_id=tenant_id, ref=ref).values_list("wrapped", flat=True)


def _made(tenant_id: int, ref: uuid.UUID, at: datetime) -> bytes:
    """A new key, or the one that somebody else made at the same moment."""
    key = keys.new()
    with connection.cursor() as cursor:
        there = connections[DEFAULT_DB_ALIAS]
        row = [tenant_id, adapted(there, ref), keys.wrap(tenant_id, ref, key), adapted(there, at)]
        cursor.execute(_KEEP, row)
        if cursor.rowcount == 1:
            return key
    others = _stored(tenant_id, ref)
    if others is None:
        raise keys.Locked(f"the key of {ref} was destroyed as it was made")
    return others


_KEEP = (
    "INSERT INTO history_key (tenant_id, ref, wrapped, made_at) VALUES (%s, %s, %s, %s)"
    " ON CONFLICT DO NOTHING"
)


def _remember(place: tuple[object, ...], key: bytes) -> None:
    with _lock:
        _recent[place] = (monotonic(), key)
        _recent.move_to_end(place)
        while len(_recent) > KEPT:
            _recent.popitem(last=False)


def _place(tenant_id: int, ref: uuid.UUID) -> tuple[object, ...]:
    database = connection.settings_dict
    return database["NAME"], database["HOST"], database["PORT"], tenant_id, ref
