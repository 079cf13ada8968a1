"""Reading every entry of a log, in order.

Entry by entry: its number follows, its hash fits, its columns say what it says, its assistance was
running between the same people, its seal belongs to it. At the end: the head, and the keys.
"""

from __future__ import annotations

import uuid
from hashlib import sha256

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from alongside.history import keys, stored, tree
from alongside.history import leaf as leaves
from alongside.history.actions import Erasure
from alongside.history.models import Head, Key
from alongside.history.report import Report
from alongside.history.shape import LEAF
from alongside.history.sittings import EDGES, Sittings
from alongside.history.stored import Stored

_ERASED = Erasure.kind.encode()


class Walk:
    """One pass over all entries of a tenant; what is wrong goes into the report."""

    def __init__(self, report: Report, *, sizes: set[int], covered: int) -> None:
        """`sizes` are those at which a root is wanted; the first `covered` entries are vouched for by a
        checkpoint, so only what comes after them has its seals opened, which takes longer."""
        self.report, self.tenant_id = report, report.tenant_id
        self.sizes, self.covered = sizes, covered
        self.roots: dict[int, bytes] = {0: tree.EMPTY_ROOT}
        self.columns = stored.columns()
        self.frontier = tree.Frontier()
        self.sittings = Sittings()
        self.seals: set[bytes] = set()  # person and key, in hexadecimal
        self.erased: set[bytes] = set()  # persons
        self.sealed: list[tuple[int, bytes, bytes, bytes]] = []  # number, person, key, leaf

    def entries(self) -> None:
        rows, tenant = 0, str(self.tenant_id).encode()
        frontier, report, sizes = self.frontier, self.report, self.sizes
        for page in stored.pages(self.tenant_id):
            rows += len(page)
            for row in page:
                number = self._number(row)
                leaf_hash = sha256(b"\x00" + row.leaf).digest()
                if leaf_hash != row.leaf_hash:
                    report.tampered("the content does not fit its hash: it was changed.", number)
                self._content(row, number, tenant)
                frontier.append(leaf_hash)
                if frontier.size in sizes:
                    self.roots[frontier.size] = frontier.root()
            self._open_seals()
        if rows != stored.count(self.tenant_id):
            report.tampered("There are rows of this tenant that have no place in the log.")
        report.size, report.root = frontier.size, frontier.root()
        self.roots[frontier.size] = report.root

    def head(self) -> None:
        head = Head.everywhere.filter(tenant_id=self.tenant_id).first()
        frontier = self.frontier
        if head is None:
            if frontier.size:
                self.report.tampered("The log has entries but no head: it was removed.")
        elif head.size != frontier.size:
            self.report.tampered(
                f"The head counts {head.size} entries, but the log ends after {frontier.size}:"
                f" entries were {'removed' if head.size > frontier.size else 'added'} past it."
            )
        elif (bytes(head.frontier), bytes(head.root)) != (frontier.packed(), frontier.root()):
            self.report.tampered("The head does not fit the entries: entries or head were changed.")

    def keys(self) -> None:
        """Every person's key is the one that sealed their entries, or its destruction was recorded."""
        unaccounted, unwrap = set(self.seals), keys.unwrapper(self.tenant_id)
        try:
            for ref, wrapped in stored.wrapped_keys(self.tenant_id):
                unaccounted.discard(ref.hex().encode() + keys.fingerprint(unwrap(ref, wrapped)).encode())
        except keys.Locked as problem:
            self.report.incomplete(f"The keys could not be checked: {problem}.")
            return
        lost = sorted({seal[:32] for seal in unaccounted} - self.erased)
        if lost:
            refs = ", ".join(str(uuid.UUID(ref.decode())) for ref in lost[:5])
            self.report.tampered(
                "What is recorded against these people cannot be opened: their keys are gone, and nobody is"
                f" recorded to have destroyed them: {refs}{' and others' if len(lost) > 5 else ''}."
            )

    def _number(self, row: Stored) -> int:
        """The entry's number, from now on the one that follows, whatever it was."""
        expected = self.frontier.size
        if not isinstance(row.number, int) or row.number < expected:
            self.report.tampered("another entry has its place.", expected)
            return expected
        if row.number > expected:
            self.report.tampered(_missing(expected, row.number))
            # Of what is gone not even the hash is left, so no root after it can be known.
            self.frontier.size, self.sizes = row.number, set()
            self.frontier.peaks = [bytes(tree.WIDTH)] * row.number.bit_count()
        return row.number

    def _content(self, row: Stored, number: int, tenant: bytes) -> None:
        report = self.report
        read = LEAF.fullmatch(row.leaf)
        if read is None:
            report.tampered("the content is not an entry's.", number)
            return
        # In the order of shape.FIELDS.
        (
            about,
            actor,
            _,
            assistance,
            at,
            _,
            key,
            kind,
            _,
            said,
            outcome,
            person,
            _,
            private,
            _,
            _,
            _,
            of,
            _,
        ) = read.groups()
        if (
            int(said) != number
            or of != tenant
            or row.columns != self.columns(at, kind, actor, person, assistance, about, private)
        ):
            report.tampered("the columns, which lists are made from, say other than the content.", number)
        if assistance or kind in EDGES:
            wrong = self.sittings.check(kind, assistance, actor, person, outcome)
            if wrong:
                report.tampered(f"{wrong}.", number)
        self.seals.add(person.replace(b"-", b"") + key)
        if number >= self.covered:
            self.sealed.append((number, person, key, row.leaf))
        if kind == _ERASED:
            self.erased.add((about or b"").removeprefix(b"history.key:").replace(b"-", b""))

    def _open_seals(self) -> None:
        """Whoever has the database but not the secret cannot make a seal that fits what they wrote."""
        people = {uuid.UUID(ref.decode()) for ref in {ref for _, ref, _, _ in self.sealed}}
        rows = Key.everywhere.filter(tenant_id=self.tenant_id, ref__in=people)
        wrapped = dict(rows.values_list("ref", "wrapped")) if self.sealed else {}
        try:
            found = {ref: keys.unwrap(self.tenant_id, ref, box) for ref, box in wrapped.items()}
        except keys.Locked:
            found = {}  # `keys` will say so
        ready = {
            str(ref).encode(): (AESGCM(key), keys.fingerprint(key).encode())
            for ref, key in found.items()
            if key
        }
        for number, ref, fingerprint, leaf in self.sealed:
            cipher, fits = ready.get(ref, (None, b""))
            if cipher and fits == fingerprint:
                try:
                    leaves.unseal_with(cipher, leaf)
                except leaves.Unreadable:
                    self.report.tampered(
                        "the sealed part does not belong to the rest: it was forged.", number
                    )
        self.sealed.clear()


def _missing(first: int, following: int) -> str:
    if following == first + 1:
        return f"Entry {first} is missing."
    return f"Entries {first}–{following - 1} are missing."
