"""`alongside interactions import` and `export`: contacts from another system, and to it."""

from __future__ import annotations

import argparse
import json
import sys
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TextIO

from alongside.assisting.acting import Acting
from alongside.history.goss import history_event
from alongside.history.models import Entry
from alongside.interactions import actions as interactions
from alongside.interactions import services
from alongside.interactions.exchange import Contact, Illegible, NoContact, documents, read, written
from alongside.interactions.models import Channel, Interaction
from alongside.people.models import Person, Tenant

DONE, WRONG = 0, 1
BATCH = 1000
TOLD_EVERY = 10_000


class People:
    """Who the other system means: by our own number, a user name, an e-mail address, or a profile field."""

    def __init__(self, field: str) -> None:
        self.field = field
        self._known: dict[str, int | None] = {}

    def find(self, said: str) -> int | None:
        if said not in self._known:
            if len(self._known) > 100_000:
                self._known.clear()
            self._known[said] = self._look(said)
        return self._known[said]

    def _look(self, said: str) -> int | None:
        ways: list[dict[str, object]] = [{"username": said.lower()}, {"email__iexact": said}]
        if self.field:
            ways.insert(0, {f"profile__{self.field}": said})
        if said.isdecimal() and len(said) <= 18:
            ways.insert(0, {"pk": int(said)})
        for way in ways:
            found = list(Person.objects.real().filter(**way).values_list("pk", flat=True)[:2])
            if len(found) == 1:
                return int(found[0])
        return None


def take_over(acting: Acting, tenant: Tenant, options: argparse.Namespace) -> int:
    """Go through the file; what cannot be kept goes to the file of errors, to be corrected and sent again."""
    people, offered = People(options.by), services.services(tenant.options)
    tried: set[uuid.UUID] = set()  # what a dry run would have kept
    counts = dict.fromkeys(("kept", "there already", "of the audit log", "wrong"), 0)
    with ExitStack() as files:
        source = files.enter_context(options.file.open(encoding="utf-8-sig"))
        errors: TextIO | None = None
        try:
            for batch in _batched(documents(source)):
                fitting: list[tuple[Contact, int, int | None]] = []
                for number, document in batch:
                    try:
                        fitting.append(_fitting(document, people, offered))
                    except NoContact:
                        counts["of the audit log"] += 1
                    except Illegible as problem:
                        counts["wrong"] += 1
                        errors = errors or files.enter_context(_errors(options).open("w", encoding="utf-8"))
                        told = {"number": number, "problem": str(problem), "document": _within(document)}
                        errors.write(json.dumps(told, ensure_ascii=False) + "\n")
                fresh = interactions.not_there(fitting)
                kept = len(fresh - tried) if options.dry_run else interactions.take_over(acting, fitting)
                tried |= fresh if options.dry_run else set()
                counts["kept"] += kept
                counts["there already"] += len(fitting) - kept
                if (number := batch[-1][0]) % TOLD_EVERY == 0:
                    print(f"  {number:,} documents", file=sys.stderr, flush=True)
        except (Illegible, UnicodeDecodeError) as problem:
            before = "would be kept" if options.dry_run else "is kept"
            print(f"{problem} What stood before it {before}: {counts['kept']:,} contacts.", file=sys.stderr)
            return WRONG
    became = "would be kept" if options.dry_run else "kept"
    said = ", ".join(f"{count:,} {what}" for what, count in counts.items() if what != "kept")
    print(f"Contacts {became}: {counts['kept']:,}; {said}.")
    if counts["wrong"]:
        print(f"What is wrong stands in {_errors(options)}: correct it there and import that file.")
    return WRONG if counts["wrong"] else DONE


def give_out(options: argparse.Namespace) -> int:
    """Write every closed contact to a file, one a line."""
    rows = Interaction.objects.closed().select_related("agent").order_by("begun_at", "pk")
    count = 0
    with options.file.open("w", encoding="utf-8") as file:
        for one in rows.iterator(chunk_size=BATCH):
            document = written(_contact(one), [history_event(entry) for entry in _entries(one)])
            file.write(json.dumps(document, ensure_ascii=False) + "\n")
            count += 1
            if count % TOLD_EVERY == 0:
                print(f"  {count:,} contacts", file=sys.stderr, flush=True)
    print(f"Contacts written to {options.file}: {count:,}.")
    return DONE


def _fitting(
    document: Any, people: People, offered: tuple[services.Service, ...]
) -> tuple[Contact, int, int | None]:
    contact = read(_within(document), offered)
    agent = people.find(contact.agent)
    if agent is None:
        raise Illegible(f"Nobody here is known as {contact.agent!r}, whose contact it was.")
    person = people.find(contact.person) if contact.person else None
    if contact.person and person is None:
        raise Illegible(f"Nobody here is known as {contact.person!r}, whom it was about.")
    return contact, agent, person


def _within(document: Any) -> Any:
    """The document in a line of the file of errors, when that is sent again."""
    if isinstance(document, dict) and set(document) == {"number", "problem", "document"}:
        return document["document"]
    return document


def _contact(one: Interaction) -> Contact:
    assert one.ended_at is not None  # noqa: S101 (closed contacts have an end)
    return Contact(
        id=one.pk,
        agent=one.agent.username or str(one.agent_id),
        person=str(one.last_helped_id or one.person_id or ""),
        channel=Channel(one.channel),
        service=one.service,
        begun_at=one.begun_at,
        ended_at=one.ended_at,
        seconds=one.seconds_spent,
        wrap_up=one.wrap_up,
        note=one.note,
        automatic=one.auto_closed,
    )


def _entries(one: Interaction) -> list[Entry]:
    return list(Entry.objects.about(f"interactions.interaction:{one.pk}").oldest_first())


def _errors(options: argparse.Namespace) -> Path:
    chosen: Path = options.errors or options.file.with_suffix(".errors.jsonl")
    return chosen


def _batched(numbered: Iterator[tuple[int, Any]]) -> Iterator[list[tuple[int, Any]]]:
    """In lists of so many; where the file breaks off, what stood before that comes first."""
    batch: list[tuple[int, Any]] = []
    try:
        for each in numbered:
            batch.append(each)
            if len(batch) == BATCH:
                yield batch
                batch = []
    except (Illegible, UnicodeDecodeError):
        if batch:
            yield batch
        raise
    if batch:
        yield batch
