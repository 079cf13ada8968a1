"""`alongside interactions import` and `export`: contacts from another system, and to it."""

from __future__ import annotations

import argparse
import json
import sys
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from alongside.assisting.acting import Acting
from alongside.history.goss import history_event
from alongside.history.models import Entry
from alongside.interactions import actions as interactions
from alongside.interactions import services
from alongside.interactions.actions.adding_up import shares_of
from alongside.interactions.exchange import Contact, Illegible, NoContact, documents, written
from alongside.interactions.models import Channel, ContactTopic, Interaction
from alongside.interactions.recognising import Fitting, People, fitting, wrong
from alongside.people.models import Person, Tenant

DONE, WRONG = 0, 1
BATCH = 1000
TOLD_EVERY = 10_000


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
                found: list[Fitting] = []
                for number, document in batch:
                    try:
                        found.append(fitting(document, people, offered))
                    except NoContact:
                        counts["of the audit log"] += 1
                    except Illegible as problem:
                        counts["wrong"] += 1
                        errors = errors or files.enter_context(_errors(options).open("w", encoding="utf-8"))
                        errors.write(json.dumps(wrong(number, problem, document), ensure_ascii=False) + "\n")
                fresh = interactions.not_there(found)
                kept = len(fresh - tried) if options.dry_run else interactions.take_over(acting, found)
                tried |= fresh if options.dry_run else set()
                counts["kept"] += kept
                counts["there already"] += len(found) - kept
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
    count, contacts = 0, rows.iterator(chunk_size=BATCH)
    with options.file.open("w", encoding="utf-8") as file:
        while some := list(islice(contacts, BATCH)):
            for document in _documents(some):
                file.write(json.dumps(document, ensure_ascii=False) + "\n")
            count += len(some)
            if count % TOLD_EVERY == 0:
                print(f"  {count:,} contacts", file=sys.stderr, flush=True)
    print(f"Contacts written to {options.file}: {count:,}.")
    return DONE


def _documents(contacts: Sequence[Interaction]) -> Iterator[dict[str, Any]]:
    """Each with its further services, who handed it over, and its entries: a statement for each of these."""
    topics: dict[uuid.UUID, list[str]] = defaultdict(list)
    rows = ContactTopic.objects.filter(interaction__in=contacts).order_by("pk")
    for contact, service in rows.values_list("interaction_id", "service"):
        topics[contact].append(service)
    shares = shares_of(contacts)
    names = _names({agent for some in shares.values() for agent, _ in some})
    events: dict[str, list[Any]] = defaultdict(list)
    for entry in Entry.objects.filter(about__in=[_about(one) for one in contacts]).oldest_first():
        events[entry.about or ""].append(history_event(entry))
    for one in contacts:
        handed = tuple((names[agent], seconds) for agent, seconds in shares.get(one.pk, ()))
        yield written(_contact(one, tuple(topics[one.pk]), handed), events[_about(one)])


def _names(agents: Collection[int]) -> dict[int, str]:
    """What the other system calls these: their user names, or else their numbers here."""
    rows = Person.objects.filter(pk__in=agents).values_list("pk", "username")
    return {key: name or str(key) for key, name in rows}


def _about(one: Interaction) -> str:
    return f"interactions.interaction:{one.pk}"


def _contact(one: Interaction, topics: tuple[str, ...], shares: tuple[tuple[str, int], ...]) -> Contact:
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
        topics=topics,
        shares=shares,
    )


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
