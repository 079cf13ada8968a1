"""The tree, against RFC 6962 written down as the RFC says it."""

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.history import tree


def leaves(size: int) -> list[bytes]:
    return [tree.leaf_hash(str(number).encode()) for number in range(size)]


def largest_power_below(size: int) -> int:
    power = 1
    while power * 2 < size:
        power *= 2
    return power


def naive_root(hashes: list[bytes]) -> bytes:
    """MTH(D[n]) of RFC 6962, 2.1."""
    if not hashes:
        return sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    k = largest_power_below(len(hashes))
    return sha256(b"\x01" + naive_root(hashes[:k]) + naive_root(hashes[k:])).digest()


def naive_path(m: int, hashes: list[bytes]) -> list[bytes]:
    """PATH(m, D[n]) of RFC 6962, 2.1.1."""
    if len(hashes) == 1:
        return []
    k = largest_power_below(len(hashes))
    if m < k:
        return [*naive_path(m, hashes[:k]), naive_root(hashes[k:])]
    return [*naive_path(m - k, hashes[k:]), naive_root(hashes[:k])]


def naive_subproof(m: int, hashes: list[bytes], whole: bool) -> list[bytes]:
    """SUBPROOF(m, D[n], b) of RFC 6962, 2.1.2."""
    if m == len(hashes):
        return [] if whole else [naive_root(hashes)]
    k = largest_power_below(len(hashes))
    if m <= k:
        return [*naive_subproof(m, hashes[:k], whole), naive_root(hashes[k:])]
    return [*naive_subproof(m - k, hashes[k:], False), naive_root(hashes[:k])]


def grown(hashes: list[bytes]) -> tree.Frontier:
    frontier = tree.Frontier()
    for leaf in hashes:
        frontier.append(leaf)
    return frontier


SIZES = range(65)


def test_the_hashes_of_the_reference_implementation() -> None:
    """Inputs and roots of the test vectors of Certificate Transparency."""
    inputs = [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ]
    frontier = grown([tree.leaf_hash(bytes.fromhex(text)) for text in inputs])
    assert frontier.root().hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    assert tree.EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize("size", SIZES)
def test_a_grown_root_is_the_root_of_the_rfc(size: int) -> None:
    assert grown(leaves(size)).root() == naive_root(leaves(size))


@pytest.mark.parametrize("size", SIZES)
def test_a_frontier_can_be_put_away_and_grown_further(size: int) -> None:
    frontier = grown(leaves(size))
    again = tree.Frontier.unpack(size, frontier.packed())
    assert again == frontier
    again.append(b"x" * 32)
    assert again.root() == naive_root([*leaves(size), b"x" * 32])


def test_a_frontier_that_does_not_fit_its_size_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be the frontier of 3"):
        tree.Frontier.unpack(3, b"x" * 32)


@pytest.mark.parametrize("size", SIZES)
def test_every_inclusion_proof_is_the_rfcs_and_convinces(size: int) -> None:
    hashes = leaves(size)
    root = naive_root(hashes)
    for number, leaf in enumerate(hashes):
        proof = tree.inclusion(number, size, tree.over(hashes))
        assert proof == naive_path(number, hashes)
        assert tree.includes(root, number, size, leaf, proof)


@pytest.mark.parametrize("size", SIZES)
def test_every_consistency_proof_is_the_rfcs_and_convinces(size: int) -> None:
    hashes = leaves(size)
    root = naive_root(hashes)
    for older in range(1, size + 1):
        proof = tree.consistency(older, size, tree.over(hashes))
        assert proof == naive_subproof(older, hashes, True)
        assert tree.extends(naive_root(hashes[:older]), older, root, size, proof)


@settings(deadline=None, max_examples=50)  # a busy machine is no failure
@given(st.integers(1, 3000), st.data())
def test_a_proof_convinces_of_nothing_else(size: int, data: st.DataObject) -> None:
    hashes = leaves(size)
    root = grown(hashes).root()
    number = data.draw(st.integers(0, size - 1))
    proof = tree.inclusion(number, size, tree.over(hashes))
    assert tree.includes(root, number, size, hashes[number], proof)
    assert len(proof) * tree.WIDTH <= 1024
    other = data.draw(st.integers(0, size - 1).filter(lambda n: n != number) if size > 1 else st.just(-1))
    assert not tree.includes(root, other, size, hashes[number], proof)
    assert not tree.includes(root, number, size, b"x" * 32, proof)
    assert not tree.includes(root, number, size, hashes[number], [*proof, b"x" * 32])
    if proof:
        assert not tree.includes(root, number, size, hashes[number], proof[:-1])


@settings(deadline=None, max_examples=50)  # a busy machine is no failure
@given(st.integers(2, 3000), st.data())
def test_a_rewritten_log_does_not_extend_the_older_one(size: int, data: st.DataObject) -> None:
    hashes = leaves(size)
    older = data.draw(st.integers(1, size - 1))
    older_root = grown(hashes[:older]).root()
    proof = tree.consistency(older, size, tree.over(hashes))
    assert tree.extends(older_root, older, grown(hashes).root(), size, proof)
    forged = list(hashes)
    forged[data.draw(st.integers(0, older - 1))] = b"x" * 32
    forged_proof = tree.consistency(older, size, tree.over(forged))
    assert not tree.extends(older_root, older, grown(forged).root(), size, forged_proof)
    assert not tree.extends(older_root, older, grown(hashes).root(), size, proof[:-1])


def test_proofs_of_what_is_not_there_are_refused() -> None:
    hashes = leaves(5)
    for number in (-1, 5):
        with pytest.raises(ValueError, match="there is no entry"):
            tree.inclusion(number, 5, tree.over(hashes))
        assert not tree.includes(naive_root(hashes), number, 5, hashes[0], [])
    for older in (0, 6):
        with pytest.raises(ValueError, match="has no beginning"):
            tree.consistency(older, 5, tree.over(hashes))
        assert not tree.extends(hashes[0], older, naive_root(hashes), 5, [])
