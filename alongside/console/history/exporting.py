"""Entries as a file, a few at a time: however many there are, only these are in memory."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC

from alongside.assisting.sentences import sentence
from alongside.history import events
from alongside.history.models import Entry, EntryQuerySet
from alongside.history.telling import tell
from alongside.lib import tenancy
from alongside.people.moving import cells

AT_ONCE = 500  # entries
FORMATS = {"csv": "text/csv; charset=utf-8", "jsonl": "application/jsonl; charset=utf-8"}
COLUMNS = (
    "number", "at", "title", "kind", "outcome", "actor", "person", "what", "power", "rule", "rule_says",
    "assistance", "mode", "about", "actor_ref", "person_ref", "private", "session", "request", "network",
)  # fmt: skip

Narrow = Callable[[EntryQuerySet], EntryQuerySet]


def parts(tenant_id: int, narrow: Narrow, *, end: int, format: str) -> Iterator[bytes]:
    """A file of the entries before the number `end`, the oldest first. Call it after `actions.export`."""
    if format == "csv":
        yield cells.line(COLUMNS)
    line = _table_line if format == "csv" else _object_line
    after = -1
    while True:
        # Opened for each read: between two of them whoever takes the file may wait as long as they like.
        with tenancy.within(tenant_id):
            entries = narrow(Entry.objects.filter(number__gt=after, number__lt=end)).oldest_first()
            found = list(entries[:AT_ONCE])
            content = b"".join(line(_values(entry)) for entry in found)
        if not found:
            return
        yield content
        after = found[-1].number


def _values(entry: Entry) -> list[str]:
    header, contents, event = entry.header, entry.open(), events.named(entry.kind)
    actor, person = (contents.actor.name, contents.person.name) if contents else ("erased", "erased")
    at = entry.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    values = [
        entry.number, at, event.title if event else entry.kind, entry.kind, header["outcome"], actor, person,
        tell(entry, contents), header["power"], header["rule"], sentence(header["rule"]),
        header["assistance"], header["mode"], header["about"], header["actor"], header["person"],
        "yes" if header["private"] else "no", header["session"], header["request"], header["address"],
    ]  # fmt: skip
    return ["" if value is None else str(value) for value in values]


def _table_line(values: list[str]) -> bytes:
    return cells.line(values)


def _object_line(values: list[str]) -> bytes:
    return json.dumps(dict(zip(COLUMNS, values, strict=True)), ensure_ascii=False).encode() + b"\n"
