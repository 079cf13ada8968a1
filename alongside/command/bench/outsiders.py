"""`alongside bench outsiders`: what others' programs say of our proofs and exports (security.md G10).

Go's own `sumdb/tlog` and `sumdb/note`, on which the public formats are built, come with every Go; without one
only the program that auditors are given is asked.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from alongside.assisting.acting import Acting
from alongside.command.bench import houses
from alongside.command.bench.figures import machine, rounded, versions
from alongside.command.bench.place import Place
from alongside.command.bench.report import show
from alongside.command.sign import make_first_keys
from alongside.history import bundles, offline_verifier, tree
from alongside.history.models import Entry
from alongside.history.proofs import Proof
from alongside.history.signing import Desk
from alongside.history.tiles import Tiles
from alongside.lib import tenancy
from alongside.people import actions as people
from alongside.people.models import Person

SIZES = 256  # of trees, from 1: 32,896 proofs of inclusion in them, and as many of continuation
METHOD = (
    "Go: {go}. Every proof in trees of 1 to {sizes} leaves, each again with a bit changed, which must be"
    " refused; then a log of {entries} entries as it is exported: its checkpoint, also with a byte changed,"
    " its tiles, its entries, and the proof of each as a file. Offline: the same log and files by the program"
    " that auditors get."
)


class NoGo(Exception):
    """Go, or its sources, are not there; the message says which."""


def run(place: Place, options: argparse.Namespace) -> None:
    folder = Path(place.folder) / "outsiders"
    house = houses.build(place, people=options.people)
    tenant_id = house.tenant.pk
    with tenancy.within(tenant_id):
        looked_at = list(Person.objects.filter(pk__in=house.some_people).order_by("pk"))
        choose = Random(1)
        while Entry.objects.count() < options.entries:
            for person in choose.choices(looked_at, k=50):
                people.view_details(Acting.alone(house.agent), person)
        desk = Desk(folder / "signer", [])
        make_first_keys(desk)
        desk.sign_what_grew()
        size = write_log(folder, tenant_id, desk)
        write_trees(folder / "trees")
    begun = time.perf_counter()
    accepted = offline(folder, size)
    spent = time.perf_counter() - begun
    try:
        go, said = ask_go(folder, options.go)
    except NoGo as problem:
        go, said = f"not asked, {problem}", {}
    show(
        {
            "bench": "outsiders",
            **said,
            "offline_log": accepted[0],
            "offline_proofs": accepted[1],
            "offline_s": rounded(spent),
            "entries": size,
            "versions": versions(),
            "machine": machine(),
            "method": METHOD.format(go=go, sizes=SIZES, entries=size),
        },
        as_json=options.json,
    )
    if said.get("wrong") or accepted != (size, size):
        raise SystemExit(2)


def write_log(folder: Path, tenant_id: int, desk: Desk) -> int:
    """The export, the public key and the proof of every entry; how many entries are signed."""
    note, size = desk.note(tenant_id), desk.signed_size(tenant_id)
    if note is None or size is None:
        raise RuntimeError("nothing was signed")
    bundles.export(tenant_id, size, note, folder / "log")
    (folder / "key").write_text(desk.public(tenant_id)[0].text() + "\n")
    (folder / "proofs").mkdir()
    tiles = Tiles(tenant_id, size)
    for entry in Entry.objects.filter(number__lt=size).iterator():
        proof = Proof(entry.number, tiles.inclusion(entry.number), note, entry.leaf.encode())
        (folder / "proofs" / f"{entry.number}.tlog-proof").write_text(proof.text())
    return size


def write_trees(file: Path) -> None:
    with file.open("w") as lines:
        lines.writelines(f"{' '.join(words)}\n" for words in _proofs())


def _proofs() -> Iterator[list[str]]:
    leaves = [tree.leaf_hash(str(number).encode()) for number in range(SIZES)]
    subtrees: dict[tuple[int, int], bytes] = {}
    over = tree.over(leaves)

    def subtree(first: int, end: int) -> bytes:
        if (first, end) not in subtrees:
            subtrees[first, end] = over(first, end)
        return subtrees[first, end]

    for size in range(1, SIZES + 1):
        root = subtree(0, size)
        for number in range(size):
            proof = tree.inclusion(number, size, subtree)
            yield ["inclusion", str(size), str(number), *_texts(leaves[number], root, *proof)]
            proof = tree.consistency(number + 1, size, subtree)
            older = subtree(0, number + 1)
            yield ["consistency", str(size), str(number + 1), *_texts(older, root, *proof)]


def _texts(*hashes: bytes) -> list[str]:
    return [base64.b64encode(hash_).decode() for hash_ in hashes]


def offline(folder: Path, size: int) -> tuple[int, int]:
    """How many entries of the log, and how many proofs, the program that auditors get accepts."""
    key = f"--key={folder / 'key'}"
    log = offline_verifier.main(["log", str(folder / "log"), key]) == offline_verifier.SOUND
    keys = list(offline_verifier.read_keys(str(folder / "key")))
    proofs = sum(
        f"entry {number} " in offline_verifier.check_entry(argparse.Namespace(proof=file, keys=keys))
        for number, file in ((n, folder / "proofs" / f"{n}.tlog-proof") for n in range(size))
    )
    return size if log else 0, proofs


def ask_go(folder: Path, program: str) -> tuple[str, dict[str, Any]]:
    """The version of Go, and what its own code says. Raises `NoGo`."""
    go = shutil.which(program)
    if go is None:
        raise NoGo(f"there is no “{program}” on the path: --go says where it is")
    environment = os.environ | {
        "GOTOOLCHAIN": "local",
        "GOFLAGS": "-mod=mod",
        "GOPROXY": "off",
        "GOCACHE": str(folder / "cache"),
        "GOPATH": str(folder / "path"),
    }

    def asked(*words: str, where: Path = folder) -> str:
        done = subprocess.run(
            [go, *words], cwd=where, env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise NoGo(done.stderr[-2_000:])
        return done.stdout.strip()

    sources = Path(asked("env", "GOROOT")) / "src" / "cmd" / "vendor" / "golang.org" / "x" / "mod" / "sumdb"
    if not (sources / "tlog").is_dir():
        raise NoGo(f"{sources} is not there")
    module = folder / "go"
    for name in ("note", "tlog"):
        shutil.copytree(sources / name, folder / "mod" / "sumdb" / name)
    module.mkdir()
    shutil.copy(Path(__file__).with_name("outsider.go"), module / "main.go")
    (folder / "mod" / "go.mod").write_text("module golang.org/x/mod\n\ngo 1.22\n")
    (module / "go.mod").write_text(
        "module outsider\n\ngo 1.22\n\nrequire golang.org/x/mod v0.0.0\n\n"
        "replace golang.org/x/mod => ../mod\n"
    )
    print("asking Go …", file=sys.stderr, flush=True)
    said = json.loads(asked("run", ".", str(folder), where=module))
    return asked("version").removeprefix("go version "), said
