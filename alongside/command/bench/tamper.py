"""`alongside bench tamper`: whether an outsider finds what the database's owner rewrote (security.md G7).

The owner takes the protection away, changes entries in one of eight ways, computes every hash anew and puts
the protection up again. The outsider has a checkpoint that was signed before, and the program auditors get.
"""

# ruff: noqa: S608 (what is put together are constants of this file)

from __future__ import annotations

import argparse
import contextlib
import io
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from django.conf import settings
from django.db import connection, transaction

from alongside.assisting import actions as assisting
from alongside.assisting.acting import Acting
from alongside.command.bench import houses
from alongside.command.bench.figures import machine, versions
from alongside.command.bench.place import Place
from alongside.command.bench.report import show
from alongside.command.sign import make_first_keys
from alongside.history import bundles, checkpoints, offline_verifier, protection, tree
from alongside.history.models import Entry
from alongside.history.signing import Desk
from alongside.history.sinks import Folder
from alongside.history.tiles import Missing
from alongside.history.verify import verify
from alongside.lib import tenancy
from alongside.people import actions as people
from alongside.people.models import Person

METHOD = (
    "Each of the ways {each} times, at random in a log of {size} entries, half of the time with a head"
    " made anew that fits. Inside: `alongside history verify` with a checkpoint kept before. Outside:"
    " the log exported with the checkpoint that was signed before, read by the program auditors get;"
    " what cannot be exported is noticed."
)
ALL = "WHERE tenant_id = %s AND number = %s"
COLUMNS = "tenant_id, at, kind, actor_ref, person_ref, assistance_id, about, private, leaf, leaf_hash"


@dataclass(frozen=True)
class Owner:
    """Whoever owns the database, and may run any statement."""

    tenant_id: int
    size: int
    chance: Random

    def run(self, sql: str, *values: str | int | bytes) -> list[tuple[object, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall() if cursor.description else []

    def somewhere(self) -> int:
        return self.chance.randrange(1, self.size - 1)

    def leaf(self, number: int) -> str:
        ((leaf,),) = self.run(f"SELECT leaf FROM history_entry {ALL}", self.tenant_id, number)
        return str(leaf)

    def put(self, number: int, leaf: str, *, hashed: bool) -> None:
        self.run(f"UPDATE history_entry SET leaf = %s {ALL}", leaf, self.tenant_id, number)
        if hashed:
            made = tree.leaf_hash(leaf.encode())
            self.run(f"UPDATE history_entry SET leaf_hash = %s {ALL}", made, self.tenant_id, number)

    def move(self, number: int, to: int) -> None:
        """Give an entry another number, in its content too."""
        leaf = self.leaf(number).replace(f'"number":{number},', f'"number":{to},')
        self.run(f"UPDATE history_entry SET number = %s {ALL}", to, self.tenant_id, number)
        self.put(to, leaf, hashed=True)

    def delete(self, number: int) -> None:
        self.run(f"DELETE FROM history_entry {ALL}", self.tenant_id, number)

    def rebuild_head(self) -> None:
        """Make the head that fits whatever is left, as the program would have made it."""
        frontier = tree.Frontier()
        leaves = "SELECT leaf FROM history_entry WHERE tenant_id = %s ORDER BY number"
        for (leaf,) in self.run(leaves, self.tenant_id):
            frontier.append(tree.leaf_hash(str(leaf).encode()))
        self.run(
            "UPDATE history_head SET size = %s, frontier = %s, root = %s WHERE tenant_id = %s",
            frontier.size,
            frontier.packed(),
            frontier.root(),
            self.tenant_id,
        )


def edit(owner: Owner) -> None:
    number = owner.somewhere()
    owner.put(number, owner.leaf(number).replace('"outcome":"done"', '"outcome":"undone"'), hashed=False)


def edit_and_hash(owner: Owner) -> None:
    number = owner.somewhere()
    owner.put(number, owner.leaf(number).replace('"outcome":"done"', '"outcome":"undone"'), hashed=True)


def edit_author(owner: Owner) -> None:
    """Put somebody else in the place of who did it, in the column and in the content."""
    number, other = owner.somewhere(), owner.somewhere()
    there, here = (_actor(owner.leaf(each)) for each in (other, number))
    if there == here:
        there = here[:-1] + ("0" if here[-1] != "0" else "1")
    owner.put(number, owner.leaf(number).replace(f'"actor":"{here}"', f'"actor":"{there}"'), hashed=True)
    owner.run(
        f"UPDATE history_entry SET actor_ref = %s {ALL}", there.replace("-", ""), owner.tenant_id, number
    )


def delete(owner: Owner) -> None:
    owner.delete(owner.somewhere())


def delete_and_close(owner: Owner) -> None:
    gone = owner.somewhere()
    owner.delete(gone)
    for number in range(gone + 1, owner.size):
        owner.move(number, number - 1)


def insert(owner: Owner) -> None:
    place = owner.somewhere()
    for number in reversed(range(place, owner.size)):
        owner.move(number, number + 1)
    owner.run(
        f"INSERT INTO history_entry (number, {COLUMNS}) SELECT %s, {COLUMNS} FROM history_entry {ALL}",
        place,
        owner.tenant_id,
        place + 1,
    )
    leaf = owner.leaf(place + 1).replace(f'"number":{place + 1},', f'"number":{place},')
    owner.put(place, leaf, hashed=True)


def swap(owner: Owner) -> None:
    one = owner.somewhere()
    other = one % (owner.size - 2) + 1
    for number, to in ((one, 10**6), (other, one), (10**6, other)):
        owner.move(number, to)


def cut(owner: Owner) -> None:
    owner.run(
        "DELETE FROM history_entry WHERE tenant_id = %s AND number >= %s", owner.tenant_id, owner.somewhere()
    )


WAYS: dict[str, Callable[[Owner], None]] = {
    "edited": edit,
    "edited, hashed": edit_and_hash,
    "other author": edit_author,
    "deleted": delete,
    "deleted, closed": delete_and_close,
    "inserted": insert,
    "swapped": swap,
    "cut off": cut,
}


def run(place: Place, options: argparse.Namespace) -> None:
    if place.vendor != "sqlite":
        raise SystemExit("alongside: this is measured on SQLite; the verification is the same on both.")
    house = houses.build(place, people=20)
    tenant_id = house.tenant.pk
    with tenancy.within(tenant_id):
        outsider = Outsider(tenant_id, Path(place.folder) / "outsider")
        _fill(house, options.entries)
        size = outsider.keep_a_checkpoint()
        found, chance = {"inside": Counter[str](), "outside": Counter[str]()}, Random(options.seed)
        for way, change in WAYS.items():
            for turn in range(options.cases):
                with _owned():
                    owner = Owner(tenant_id, size, chance)
                    change(owner)
                    if turn % 2:
                        owner.rebuild_head()
                    found["inside"][way] += verify(tenant_id, outsider.kept).verdict == "tampered"
                    found["outside"][way] += outsider.objects()
            print(f"{way} …", file=sys.stderr, flush=True)
        honest = verify(tenant_id, outsider.kept).verdict == "sound" and not outsider.objects()
    detected = {where: ways.total() for where, ways in found.items()}
    show(
        {
            "bench": "tamper",
            "tried": options.cases * len(WAYS),
            **detected,
            "honest_accepted": honest,
            "by_class": {way: {where: found[where][way] for where in found} for way in WAYS},
            "entries": size,
            "seed": options.seed,
            "versions": versions(),
            "machine": machine(),
            "method": METHOD.format(each=options.cases, size=size),
        },
        as_json=options.json,
    )
    if not honest or set(detected.values()) != {options.cases * len(WAYS)}:
        raise SystemExit(2)


class Outsider:
    """Keeps what was signed, and reads what the house exports."""

    def __init__(self, tenant_id: int, folder: Path) -> None:
        self.tenant_id, self.folder = tenant_id, folder
        self.kept = folder / "kept.checkpoint"
        self.note = ""

    def keep_a_checkpoint(self) -> int:
        """How many entries it is of."""
        desk = Desk(self.folder / "signer", [Folder(self.folder / "kept")])
        make_first_keys(desk)
        desk.sign_what_grew()
        self.note = desk.note(self.tenant_id) or ""
        (self.folder / "key").write_text(desk.public(self.tenant_id)[0].text() + "\n")
        self.kept.write_text(self.note, encoding="utf-8")
        checkpoints.keep(self.tenant_id)
        return desk.signed_size(self.tenant_id) or 0

    def objects(self) -> bool:
        """Whether the log, as it is exported now, is refused."""
        log = self.folder / "log"
        shutil.rmtree(log, ignore_errors=True)
        shutil.rmtree(Path(settings.DATA) / "tiles", ignore_errors=True)  # the owner's copies, made anew
        try:
            bundles.export(self.tenant_id, int(self.note.split("\n")[1]), self.note, log)
        except Missing:
            return True
        words = ["log", str(log), f"--key={self.folder / 'key'}", f"--kept={self.folder / 'kept'}"]
        with contextlib.redirect_stdout(io.StringIO()):
            return offline_verifier.main(words) != offline_verifier.SOUND


@contextmanager
def _owned() -> Iterator[None]:
    """Own the database for the body; nothing of it stays."""
    with protection.lifted(connection), transaction.atomic():
        protection.unprotect(connection)
        yield
        protection.protect(connection)
        transaction.set_rollback(True)


def _fill(house: houses.House, entries: int) -> None:
    """Deeds in and out of assistances."""
    somebody = list(Person.objects.filter(pk__in=house.some_people).order_by("pk"))
    acting = Acting.alone(house.agent)
    while (size := Entry.objects.count()) < entries:
        person = somebody[size % len(somebody)]
        sitting = assisting.start(acting, person)
        people.view_details(Acting(house.agent, person, sitting), person)
        assisting.stop(acting, sitting)
        people.view_details(acting, person)


def _actor(leaf: str) -> str:
    return leaf.partition('"actor":"')[2].partition('"')[0]
