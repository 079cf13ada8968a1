"""Whether what was allowed was allowed by roles of the time, and who may read what: A9, A13 and A14."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator
from random import SystemRandom

from alongside.assisting import powers
from alongside.assisting.rules import Kind
from alongside.console.history.actions import Exported, Read
from alongside.console.history.checks.asked import Asked, Result, judged
from alongside.history.actions import Erasure
from alongside.history.models import Entry, Head, Key
from alongside.people import roles as standard
from alongside.people.models import Kind as Sort
from alongside.people.models import Person

SAMPLES = 200
AUDIT = "history.audit"
CHANGES = ("people.role_created", "people.role_given", "people.group_role_given", "people.group_joined")


class Hands:
    """Who held which rights when, told by the log alone: no table of today is asked."""

    def __init__(self) -> None:
        self.given: dict[uuid.UUID, list[tuple[int, str]]] = defaultdict(list)  # person: since, role
        self.groups: dict[str, list[tuple[int, str]]] = defaultdict(list)  # group: since, role
        self.joined: dict[uuid.UUID, list[tuple[int, str]]] = defaultdict(list)  # person: since, group
        self.rights = {name: frozenset(rights) for name, rights in standard.STANDARD.items()}
        for entry in Entry.objects.of_kinds(*CHANGES).oldest_first():
            contents = entry.open()
            if contents:
                self._note(entry, contents.data)
        # The house's own signatures are made with their role, and cannot be signed in with.
        self.systems = set(Person.objects.filter(kind=Sort.SYSTEM).values_list("ref", flat=True))

    def _note(self, entry: Entry, data: dict[str, object]) -> None:
        role, group = str(data.get("role", "")), str(data.get("group", ""))
        if entry.kind == "people.role_created":
            self.rights[role] = frozenset(map(str, data["rights"]))  # type: ignore[call-overload]  # a list
        elif entry.kind == "people.role_given":
            self.given[entry.person_ref].append((entry.number, role))
        elif entry.kind == "people.group_role_given":
            self.groups[group].append((entry.number, role))
        else:
            self.joined[entry.person_ref].append((entry.number, group))

    def held(self, ref: uuid.UUID, right: str, number: int) -> bool:
        if ref in self.systems:
            return right in self.rights[standard.SYSTEM]
        own = [role for since, role in self.given[ref] if since < number]
        groups = {group for since, group in self.joined[ref] if since < number}
        through = [role for group in groups for since, role in self.groups[group] if since < number]
        return any(right in self.rights.get(role, frozenset()) for role in (*own, *through))


def roles(asked: Asked) -> Result:
    """A9: of two hundred entries, each was allowed by what its author held, or did for whom, at the time."""
    size = Head.objects.values_list("size", flat=True).first() or 0
    numbers = SystemRandom().sample(range(size), min(SAMPLES, size))
    hands, problems = Hands(), []
    entries = list(Entry.objects.filter(number__in=numbers).oldest_first())
    for entry in entries:
        wrong = _unexplained(hands, entry)
        if wrong:
            problems.append(f"Entry {entry.number} ({entry.kind}): {wrong}.")
    return judged(problems, f"{len(entries)} of {size} entries were decided again.")


def _unexplained(hands: Hands, entry: Entry) -> str | None:
    header = entry.header
    if header["outcome"] == "refused":
        return None
    power, rule = powers.declared().get(header["power"]), header["rule"]
    if power is None:
        return f"the power {header['power']} does not exist"
    if rule == "own-right" and power.kind is Kind.STAFF:
        held = hands.held(entry.actor_ref, power.right, entry.number)
        return None if held else f"nobody had given its author the right {power.right}"
    if rule == "own-thing" and entry.actor_ref != entry.person_ref:
        return "its author used what is somebody else's"
    if rule == "on-behalf" and (entry.assistance_id is None or not power.delegable):
        return "it was done for somebody without an assistance, or may never be"
    return None


def erased(asked: Asked) -> Result:
    """A13: the keys are gone, entries do not open, and the records say nothing."""
    refs = [uuid.UUID(str(about).rpartition(":")[2]) for about in _erased_names()]
    problems = [
        f"The key of the erased {ref} is there."
        for ref in Key.objects.filter(ref__in=refs).values_list("ref", flat=True)
    ]
    for ref in refs:
        entry = Entry.objects.of_person(ref).newest_first().first()
        if entry is not None and not problems and entry.open():
            problems.append(f"Entry {entry.number} of the erased {ref} can be read.")
    for ref in Person.objects.filter(ref__in=refs, erased_at__isnull=True).values_list("ref", flat=True):
        problems.append(f"The record of the erased {ref} still says who they were.")
    told = (
        f"{len(refs)} erased. Copies of the database are to be checked where they are kept (docs/erasure.md)."
    )
    return judged(problems, told)


def _erased_names() -> Iterator[str | None]:
    return iter(Entry.objects.of_kinds(Erasure.kind).values_list("about", flat=True))


def readers(asked: Asked) -> Result:
    """A14: who read or took out entries, how often, and that they had been given the right."""
    hands = Hands()
    times: Counter[str] = Counter()
    problems = []
    for entry in Entry.objects.of_kinds(Read.kind, Exported.kind).oldest_first():
        contents = entry.open()
        times[contents.actor.name if contents else "somebody erased"] += 1
        if not hands.held(entry.actor_ref, AUDIT, entry.number):
            problems.append(f"Entry {entry.number}: nobody had given its author the right {AUDIT}.")
    told = ", ".join(f"{name} {count} times" for name, count in times.most_common(20)) or "nobody"
    return judged(problems, f"The log was read by {told}.")
