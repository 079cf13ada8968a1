"""The Merkle tree of RFC 6962: one small hash that stands for every entry of a log.

A log of n leaves is a row of perfect subtrees, one for each one-bit of n, the largest first. Their
hashes are the `Frontier`: all that is needed to add a leaf or to know the root.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

WIDTH = 32  # bytes of a hash
EMPTY_ROOT = sha256(b"").digest()

# The hash of the subtree over the leaves from the first number up to, not including, the second.
Subtree = Callable[[int, int], bytes]


def leaf_hash(leaf: bytes) -> bytes:
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


@dataclass(slots=True)
class Frontier:
    """The peaks of a log that grows."""

    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    def append(self, leaf: bytes) -> None:
        """Add the hash of the next leaf: it closes as many peaks as the size ends in ones."""
        node, rest, peaks = leaf, self.size, self.peaks
        while rest & 1:
            node = sha256(b"\x01" + peaks.pop() + node).digest()
            rest >>= 1
        peaks.append(node)
        self.size += 1

    def root(self) -> bytes:
        if not self.peaks:
            return EMPTY_ROOT
        *higher, root = self.peaks
        for peak in reversed(higher):
            root = node_hash(peak, root)
        return root

    def packed(self) -> bytes:
        """The peaks in one string, the largest first."""
        return b"".join(self.peaks)

    @classmethod
    def unpack(cls, size: int, packed: bytes) -> Frontier:
        """Raises ValueError when there are not as many peaks as the size has one-bits."""
        if len(packed) != size.bit_count() * WIDTH:
            raise ValueError(f"{len(packed)} bytes cannot be the frontier of {size} entries")
        return cls(size, [packed[at : at + WIDTH] for at in range(0, len(packed), WIDTH)])


def over(leaves: Sequence[bytes]) -> Subtree:
    """Subtrees of a log whose leaf hashes are all at hand."""

    def subtree(first: int, end: int) -> bytes:
        frontier = Frontier()
        for leaf in leaves[first:end]:
            frontier.append(leaf)
        return frontier.root()

    return subtree


def inclusion(number: int, size: int, subtree: Subtree) -> list[bytes]:
    """The proof that the leaf of this number is in the log of this size."""
    if not 0 <= number < size:
        raise ValueError(f"there is no entry {number} among {size}")
    first, end, proof = 0, size, []
    while end - first > 1:
        middle = first + _split(end - first)
        if number < middle:
            proof.append(subtree(middle, end))
            end = middle
        else:
            proof.append(subtree(first, middle))
            first = middle
    return proof[::-1]


def consistency(older: int, size: int, subtree: Subtree) -> list[bytes]:
    """The proof that the log of this size begins with the older one."""
    if not 0 < older <= size:
        raise ValueError(f"a log of {size} has no beginning of {older}")
    first, end, proof = 0, size, []
    while older != end:
        middle = first + _split(end - first)
        if older <= middle:
            proof.append(subtree(middle, end))
            end = middle
        else:
            proof.append(subtree(first, middle))
            first = middle
    if first:  # else what is left is the older log itself, whose root the reader has
        proof.append(subtree(first, end))
    return proof[::-1]


def includes(root: bytes, number: int, size: int, leaf: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the proof shows this leaf hash at this place (RFC 9162, 2.1.3.2)."""
    if not 0 <= number < size:
        return False
    place, last, node = number, size - 1, leaf
    for hash_ in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            node = node_hash(hash_, node)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            node = node_hash(node, hash_)
        place, last = place >> 1, last >> 1
    return last == 0 and node == root


def extends(older_root: bytes, older: int, root: bytes, size: int, proof: Sequence[bytes]) -> bool:
    """Whether the proof shows that the older log is the beginning of this one (RFC 9162, 2.1.4.2)."""
    if not 0 < older <= size:
        return False
    if older == size:
        return not proof and older_root == root
    path = list(proof) if older & (older - 1) else [older_root, *proof]
    if not path:
        return False
    place, last = older - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    older_node = node = path[0]
    for hash_ in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            older_node, node = node_hash(hash_, older_node), node_hash(hash_, node)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            node = node_hash(node, hash_)
        place, last = place >> 1, last >> 1
    return last == 0 and older_node == older_root and node == root


def _split(size: int) -> int:
    """The largest power of two below the size: where a tree parts."""
    return 1 << (size - 1).bit_length() - 1
