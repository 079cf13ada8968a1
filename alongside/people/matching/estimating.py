"""Weights out of a tenant's own people, without anybody saying who is who.

How often two people agree by chance (u) is counted on pairs drawn at random. How often two records of
one person agree (m) is estimated by expectation maximisation on pairs that agree in something already:
once on those born on the same day, once on those of the same names; each aspect is learnt where it was
not what the pairs were chosen by (Fellegi and Sunter 1969; Winkler 1988). Where there is little to learn
from, the usual weights count as so many pairs more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from types import MappingProxyType

from alongside.people.matching.comparing import Aspect, Level
from alongside.people.matching.weighing import USUAL, Weights

Levels = Mapping[Aspect, Level]
Share = dict[Aspect, dict[Level, float]]

# How often two different people agree like this, where nothing else is known; the rest differs.
_BY_CHANCE: Mapping[Aspect, Mapping[Level, float]] = MappingProxyType(
    {
        Aspect.FAMILY: {Level.SAME: 0.003, Level.CLOSE: 0.003, Level.SHORT: 0.002, Level.LIKE: 0.02},
        Aspect.GIVEN: {Level.SAME: 0.01, Level.CLOSE: 0.004, Level.SHORT: 0.006, Level.LIKE: 0.03},
        Aspect.BORN: {Level.SAME: 0.00005, Level.CLOSE: 0.0008, Level.LIKE: 0.004},
        Aspect.TELEPHONE: {Level.SAME: 0.00001, Level.CLOSE: 0.0001},
        Aspect.EMAIL: {Level.SAME: 0.00001, Level.CLOSE: 0.00002, Level.LIKE: 0.0001},
        Aspect.POSTCODE: {Level.SAME: 0.0005, Level.CLOSE: 0.002, Level.LIKE: 0.02},
        Aspect.ADDRESS: {Level.SAME: 0.0001, Level.CLOSE: 0.001, Level.LIKE: 0.02},
        Aspect.NUMBER: {Level.SAME: 0.000001, Level.CLOSE: 0.00005},
    }
)
_CHOSEN_BY: tuple[tuple[Aspect, ...], ...] = ((Aspect.BORN,), (Aspect.FAMILY, Aspect.GIVEN))

_CHANCE_COUNTS, _USUAL_COUNTS = 2000, 40  # pairs that what is usual counts for
_ROUNDS = 25
FEWEST = 30  # pairs of one person each that there must be to learn from
_LOWEST, _HIGHEST = -10.0, 22.0  # bits that no single aspect goes beyond


@dataclass(frozen=True)
class Estimate:
    """Weights, how many pairs they come from, and how many of these are probably one person each."""

    weights: Weights
    pairs: int
    same: int


def estimate(at_random: Iterable[Levels], alike: Sequence[Levels]) -> Estimate:
    """Weights from pairs drawn at random and from pairs that blocking proposed. The usual ones where too
    few of these are one person."""
    by_chance = _by_chance(at_random)
    learnt: dict[Aspect, list[dict[Level, float]]] = {}
    same = 0.0
    for chosen_by in _CHOSEN_BY:
        pairs = [one for one in alike if all(one[aspect] is Level.SAME for aspect in chosen_by)]
        shares, expected = _maximised(pairs, by_chance, without=chosen_by)
        if expected < FEWEST:
            continue
        same = max(same, expected)
        for aspect, share in shares.items():
            learnt.setdefault(aspect, []).append(share)
    weights = {
        aspect: _weights(aspect, learnt[aspect], by_chance[aspect]) if aspect in learnt else dict(usual)
        for aspect, usual in USUAL.items()
    }
    return Estimate(weights, len(alike), round(same))


def _by_chance(pairs: Iterable[Levels]) -> Share:
    counts = _counted(pairs, [])
    found: Share = {}
    for aspect, usual in _BY_CHANCE.items():
        total = sum(counts[aspect].values())
        chance = {**usual, Level.DIFFERENT: 1 - sum(usual.values())}
        found[aspect] = {
            level: (counts[aspect][level] + _CHANCE_COUNTS * share) / (total + _CHANCE_COUNTS)
            for level, share in chance.items()
        }
    return found


def _maximised(
    pairs: Sequence[Levels], by_chance: Share, *, without: Sequence[Aspect]
) -> tuple[Share, float]:
    """How one person's records agree, and how many of the pairs are one person's."""
    aspects = [aspect for aspect in Aspect if aspect not in without]
    usual = {aspect: _usual(aspect, by_chance[aspect]) for aspect in aspects}
    shares = {aspect: dict(share) for aspect, share in usual.items()}
    prior, expected = 0.1, 0.0
    for _ in range(_ROUNDS):
        chances = [_chance(pair, aspects, shares, by_chance, prior) for pair in pairs]
        expected = sum(chances)
        if not pairs or expected == 0:
            break
        prior = min(0.999, max(1e-6, expected / len(pairs)))
        counts = _counted(pairs, chances)
        for aspect in aspects:
            total = sum(counts[aspect].values())
            shares[aspect] = {
                level: (counts[aspect][level] + _USUAL_COUNTS * share) / (total + _USUAL_COUNTS)
                for level, share in usual[aspect].items()
            }
    return shares, expected


def _usual(aspect: Aspect, chance: Mapping[Level, float]) -> dict[Level, float]:
    """How one person's records agree if the usual weights are right."""
    raw = {level: chance[level] * 2**weight for level, weight in USUAL[aspect].items()}
    total = sum(raw.values())
    return {level: share / total for level, share in raw.items()}


def _chance(pair: Levels, aspects: Sequence[Aspect], shares: Share, by_chance: Share, prior: float) -> float:
    """How probable it is that a pair is one person's."""
    odds = prior / (1 - prior)
    for aspect in aspects:
        level = pair[aspect]
        if level is not Level.UNKNOWN and level in shares[aspect]:
            odds *= shares[aspect][level] / by_chance[aspect][level]
    return odds / (1 + odds)


def _counted(pairs: Iterable[Levels], chances: Sequence[float]) -> dict[Aspect, Counter[Level]]:
    counts: dict[Aspect, Counter[Level]] = {aspect: Counter() for aspect in Aspect}
    for number, pair in enumerate(pairs):
        worth = chances[number] if chances else 1.0
        for aspect, level in pair.items():
            if level is not Level.UNKNOWN:
                counts[aspect][level] += worth  # type: ignore[assignment]  # counts are shares of pairs here
    return counts


def _weights(
    aspect: Aspect, shares: Sequence[Mapping[Level, float]], chance: Mapping[Level, float]
) -> dict[Level, float]:
    """Bits by level, in order: a better agreement never says less."""
    found: dict[Level, float] = {}
    least = _HIGHEST
    for level in USUAL[aspect]:
        share = sum(one[level] for one in shares) / len(shares)
        bits = log2(share / chance[level])
        least = min(least, max(_LOWEST, bits))
        found[level] = round(least, 2)
    return found
