"""Proofs from tiles are those from all leaves."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.history import tiles, tree
from alongside.history.tests.conftest import Log
from alongside.history.tiles import Tiles, path_of

LEAVES = [tree.leaf_hash(str(number).encode()) for number in range(70_000)]
OF_ALL = tree.over(LEAVES)


@pytest.fixture
def stored(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Many leaves without a database; the numbers of hashes that were read."""
    read: list[int] = []

    def leaf_hashes(tenant_id: int, first: int, count: int) -> list[bytes]:
        read.append(count)
        return LEAVES[first : first + count]

    monkeypatch.setattr(tiles, "leaf_hashes", leaf_hashes)
    return read


@pytest.mark.parametrize("size", [1, 2, 3, 255, 256, 257, 511, 512, 513, 65_535, 65_536, 65_537, 70_000])
def test_every_size_has_its_root_and_its_proofs(stored: list[int], tmp_path: Path, size: int) -> None:
    found = Tiles(1, size, kept_in=tmp_path)
    root = tree.Frontier()
    for leaf in LEAVES[:size]:
        root.append(leaf)
    assert found.root() == root.root()
    for number in {0, size // 3, size // 2, size - 1}:
        proof = found.inclusion(number)
        assert tree.includes(root.root(), number, size, LEAVES[number], proof)
        assert len(proof) * tree.WIDTH <= 1000
    for older in {1, max(1, size // 2), max(1, size - 1), size}:
        proof = found.consistency(older)
        assert tree.extends(Tiles(1, older, kept_in=tmp_path).root(), older, root.root(), size, proof)


@given(st.integers(1, 1500), st.data())
def test_proofs_are_those_of_all_leaves(size: int, data: st.DataObject) -> None:
    number = data.draw(st.integers(0, size - 1))
    found = InMemory(1, size, kept_in=Path("/dev/null/nowhere"))
    assert found.inclusion(number) == tree.inclusion(number, size, OF_ALL)
    assert found.consistency(number + 1) == tree.consistency(number + 1, size, OF_ALL)


class InMemory(Tiles):
    """The tiles of a log that is not stored."""

    def _read(self, level: int, number: int, width: int, found: int = 0) -> list[bytes]:
        hashes, span = range(number * 256 + found, number * 256 + width), 256**level
        return [OF_ALL(one * span, (one + 1) * span) for one in hashes]


def test_a_second_proof_reads_only_what_is_not_in_a_full_tile(stored: list[int], tmp_path: Path) -> None:
    Tiles(1, 70_000, kept_in=tmp_path).inclusion(4711)
    stored.clear()
    Tiles(1, 70_000, kept_in=tmp_path).inclusion(4712)
    assert stored == [70_000 % 256]


def test_a_folder_that_cannot_be_written_costs_only_time(stored: list[int]) -> None:
    found = Tiles(1, 1000, kept_in=Path("/dev/null/nowhere"))
    assert tree.includes(found.root(), 3, 1000, LEAVES[3], found.inclusion(3))


def test_a_log_of_seventy_thousand_has_the_tiles_that_the_standard_counts(
    stored: list[int], tmp_path: Path
) -> None:
    paths = [path for path, _ in Tiles(1, 70_000, kept_in=tmp_path).all()]
    full = [path for path in paths if ".p/" not in path]
    assert (sum(path[0] == "0" for path in full), sum(path[0] == "1" for path in full)) == (273, 1)
    assert [path for path in paths if ".p/" in path] == ["0/273.p/112", "1/001.p/17", "2/000.p/1"]


def test_paths_are_those_of_the_standard() -> None:
    assert path_of(1234067, 256) == "x001/x234/067"
    assert path_of(0, 5) == "000.p/5"


@pytest.mark.django_db
def test_the_tiles_of_a_log_are_made_of_its_entries(log: Log, tmp_path: Path) -> None:
    entries = log.fill(5)
    found = Tiles(log.tenant_id, 5, kept_in=tmp_path)
    for entry in entries:
        leaf = bytes(entry.leaf_hash)
        assert tree.includes(found.root(), entry.number, 5, leaf, found.inclusion(entry.number))
    with pytest.raises(tiles.Missing):
        Tiles(log.tenant_id, 6, kept_in=tmp_path).root()
