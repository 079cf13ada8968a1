"""Weights are learnt from people who are registered, some of them twice."""

from __future__ import annotations

from random import Random

from alongside.people.matching.comparing import Aspect, Level
from alongside.people.matching.estimating import Levels, estimate
from alongside.people.matching.weighing import USUAL

# In this town telephones change and addresses hardly ever do.
SAYS = {
    Aspect.FAMILY: 0.9,
    Aspect.GIVEN: 0.9,
    Aspect.BORN: 0.95,
    Aspect.TELEPHONE: 0.1,
    Aspect.EMAIL: 0.6,
    Aspect.POSTCODE: 0.97,
    Aspect.ADDRESS: 0.97,
    Aspect.NUMBER: 0.99,
}
CHANCE = dict.fromkeys(Aspect, 0.002)


def drawn(draw: Random, shares: dict[Aspect, float], **known: Level) -> Levels:
    return {
        aspect: known.get(aspect.name, Level.SAME if draw.random() < shares[aspect] else Level.DIFFERENT)
        for aspect in Aspect
    }


def pairs(same: int, others: int) -> list[Levels]:
    """Pairs that agree in their day of birth, or in both names; some are one person."""
    draw = Random(4)
    found: list[Levels] = []
    for number, shares in ((same, SAYS), (others, CHANCE)):
        found += [drawn(draw, shares, BORN=Level.SAME) for _ in range(number)]
        found += [drawn(draw, shares, FAMILY=Level.SAME, GIVEN=Level.SAME) for _ in range(number)]
    return found


def at_random() -> list[Levels]:
    draw = Random(5)
    return [drawn(draw, CHANCE) for _ in range(20_000)]


def test_what_changes_often_comes_to_weigh_little_and_what_stays_much() -> None:
    found = estimate(at_random(), pairs(same=400, others=4000))
    assert 350 <= found.same <= 900
    assert found.weights[Aspect.TELEPHONE][Level.DIFFERENT] > -0.5
    assert found.weights[Aspect.ADDRESS][Level.DIFFERENT] < -3
    assert found.weights[Aspect.ADDRESS][Level.SAME] > found.weights[Aspect.TELEPHONE][Level.SAME]


def test_a_better_agreement_never_weighs_less() -> None:
    found = estimate(at_random(), pairs(same=400, others=4000))
    for aspect, weights in found.weights.items():
        ordered = [weights[level] for level in Level if level in weights]
        assert ordered == sorted(ordered, reverse=True), aspect


def test_where_nobody_is_registered_twice_the_usual_weights_stay() -> None:
    found = estimate(at_random(), pairs(same=0, others=2000))
    assert {aspect: dict(weights) for aspect, weights in found.weights.items()} == {
        aspect: dict(weights) for aspect, weights in USUAL.items()
    }
    assert found.same < 30


def test_nothing_to_learn_from_is_no_mistake() -> None:
    assert estimate([], []).same == 0
