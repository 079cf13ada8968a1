"""Receipts: the proof that one entry is in the log, for whoever it is about, in one file.

    {"format": "alongside/receipt/1", "house": …, "said": …, "at": …, "proof": "c2sp.org/tlog-proof@v1\\n…"}

`proof` is a whole .tlog-proof with the entry in it. What else stands there is how the house tells it, for
reading: it is not signed, and whoever checks a receipt must say so.
"""

from __future__ import annotations

import json

from alongside.history.models import Entry
from alongside.history.proofs import Proof
from alongside.history.signing import Desk
from alongside.history.telling import tell
from alongside.history.tiles import Tiles

FORMAT = "alongside/receipt/1"


class NotSigned(Exception):
    """No signed checkpoint covers the entry yet."""


def proof(entry: Entry, desk: Desk) -> Proof:
    """Raises `NotSigned`, and `tiles.Missing` when the log has holes."""
    note, size = desk.note(entry.tenant_id), desk.signed_size(entry.tenant_id)
    if note is None or size is None or entry.number >= size:
        raise NotSigned(f"entry {entry.number}")
    path = Tiles(entry.tenant_id, size).inclusion(entry.number)
    return Proof(entry.number, path, note, entry.leaf.encode())


def receipt(entry: Entry, desk: Desk, house: str) -> str:
    """The file. Raises what `proof` raises."""
    proven = proof(entry, desk)
    said = {"format": FORMAT, "house": house, "said": tell(entry), "at": entry.at.isoformat()}
    return json.dumps(said | {"proof": proven.text()}, ensure_ascii=False, indent=1) + "\n"
