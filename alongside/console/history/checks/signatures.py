"""Keys and checkpoints: A1, A2, A3 and A12."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import SystemRandom

from alongside.console.history.actions import KeyAdded, KeyRetired
from alongside.console.history.checks.asked import Asked, Result, State, judged
from alongside.history import checkpoints, notes, receipts
from alongside.history.checkpoints import Checkpoint, Illegible
from alongside.history.models import Entry, Head
from alongside.history.notes import Unsigned
from alongside.history.tiles import Missing, Tiles
from alongside.lib import clock

SAMPLES = 60
LATE = timedelta(seconds=65)  # a minute, and a look or two of the signer
LATE_SIGNER = timedelta(seconds=120)


def keys(asked: Asked) -> Result:
    """A1: the note opens with the public keys; each of them came into use by an entry, and is not retired."""
    public, note = asked.desk.public(asked.tenant_id), asked.desk.note(asked.tenant_id)
    if note is None or not public:
        return Result(State.OPEN, ["Nothing is signed: run `alongside sign`."])
    problems = []
    origin = checkpoints.origin(asked.tenant_id)
    try:
        body, by = notes.opened(note, public)
        if body.split("\n")[0] != origin or len(by) != len(public):
            problems.append(f"The last checkpoint is not one of {origin} with the signature of every key.")
    except Unsigned as problem:
        problems.append(f"The last checkpoint does not open with the house's own keys: {problem}")
    added, retired = _told(KeyAdded.kind), _told(KeyRetired.kind)
    for key in (one.text() for one in public):
        if key not in added:
            problems.append(f"No entry says that the key {key} came into use.")
        if key in retired:
            problems.append(f"The key {key} was retired and still signs.")
    for pinned in asked.keys:
        if pinned.strip() not in {one.text() for one in public}:
            problems.append(f"Your key {pinned.strip()} is not one that signs.")
    names = ", ".join(one.text() for one in public)
    return judged(problems, f"{len(added)} keys added, {len(retired)} retired; {names} signs now.")


def older(asked: Asked) -> Result:
    """A2: the root of each checkpoint that was kept is that of as many entries of today's log."""
    size = Head.everywhere.filter(tenant_id=asked.tenant_id).values_list("size", flat=True).first() or 0
    tiles, problems, count = Tiles(asked.tenant_id, size), [], 0
    try:
        for kept in _kept(asked):
            count += 1
            if kept.size > size:
                problems.append(f"A checkpoint counts {kept.size} entries; the log has only {size}.")
            elif tiles.subtree(0, kept.size) != kept.root:
                problems.append(f"The first {kept.size} entries are not those of the checkpoint kept then.")
    except (Missing, Illegible, Unsigned, OSError) as problem:
        problems.append(f"{problem}.")
    if not count and not problems:
        return Result(State.OPEN, ["No checkpoint is kept where this machine can read it."])
    return judged(problems, f"{count} checkpoints were held against {size} entries.")


def samples(asked: Asked) -> Result:
    """A3: the proofs of sixty entries, chosen anew each time."""
    size, public = asked.desk.signed_size(asked.tenant_id), asked.desk.public(asked.tenant_id)
    if not size:
        return Result(State.OPEN, ["Nothing is signed: run `alongside sign`."])
    numbers = sorted(SystemRandom().sample(range(size), min(SAMPLES, size)))
    problems = []
    for entry in Entry.objects.filter(number__in=numbers):
        try:
            receipts.proof(entry, asked.desk).check(entry.leaf.encode(), public)
        except (ValueError, Missing) as problem:
            problems.append(f"Entry {entry.number}: {problem}")
    return judged(problems, f"{len(numbers)} of {size} entries were proven to be in the signed log.")


def gaps(asked: Asked) -> Result:
    """A12: between two checkpoints lies a minute of entries at most."""
    sizes = sorted({kept.size for kept in _signed(asked)})
    if not sizes:
        return Result(State.OPEN, ["No signed checkpoint is kept where this machine can read it."])
    edges = {number for size in sizes for number in (size - 1, size)}
    times = _times(edges)
    problems = [
        f"Entries {before}–{size - 1} were written from {times[before]:%Y-%m-%d %H:%M:%S} to"
        f" {times[size - 1]:%H:%M:%S} without a checkpoint."
        for before, size in pairwise(sizes)
        if before in times and size - 1 in times and times[size - 1] - times[before] > LATE
    ]
    head = Head.objects.get().size
    if head > sizes[-1] and clock.now() - _times({sizes[-1]})[sizes[-1]] > LATE_SIGNER:
        problems.append(
            f"{head - sizes[-1]} entries since {sizes[-1]} are not signed: the signer has stopped."
        )
    return judged(problems, f"{len(sizes)} checkpoints, from {sizes[0]} to {sizes[-1]} entries.")


def _told(kind: str) -> set[str]:
    """The keys that entries of a kind name."""
    opened = (entry.open() for entry in Entry.objects.of_kinds(kind).oldest_first())
    return {str(contents.data["key"]) for contents in opened if contents}


def _kept(asked: Asked) -> Iterator[Checkpoint]:
    yield from checkpoints.kept(asked.tenant_id)
    yield from _signed(asked)


def _signed(asked: Asked) -> Iterator[Checkpoint]:
    """The checkpoints in the folders that they were given to, whoever signed them then."""
    for folder in asked.folders:
        for file in sorted(folder.glob("*.checkpoint")):
            yield from checkpoints.read(Path(file), asked.tenant_id)


def _times(numbers: set[int]) -> dict[int, datetime]:
    found: dict[int, datetime] = {}
    wanted = sorted(numbers)
    for at in range(0, len(wanted), 500):
        rows = Entry.objects.filter(number__in=wanted[at : at + 500])
        found.update(rows.values_list("number", "at"))
    return found
