"""What agreements say together."""

from __future__ import annotations

import itertools

import pytest

from alongside.people.matching.comparing import Agreement, Aspect, Level
from alongside.people.matching.weighing import PRIOR, USUAL, weigh

SAME, DIFFERENT, UNKNOWN = Level.SAME, Level.DIFFERENT, Level.UNKNOWN


def agreement(**levels: Level) -> Agreement:
    return Agreement({aspect: levels.get(aspect.name.lower(), UNKNOWN) for aspect in Aspect})


def bits(**levels: Level) -> float:
    return weigh(agreement(**levels)).bits


def test_what_is_not_known_says_nothing() -> None:
    assert bits() == 0
    assert weigh(agreement()).score < 0.001


def test_a_score_of_a_half_is_where_the_weight_makes_up_for_how_rare_it_is() -> None:
    assert weigh(agreement(number=SAME)).score == pytest.approx(1 / (1 + 2 ** -(19 - PRIOR)))


def test_each_better_level_weighs_more() -> None:
    for aspect, weights in USUAL.items():
        ordered = [weights[level] for level in Level if level in weights]
        assert ordered == sorted(ordered, reverse=True), aspect


def test_a_household_shares_what_it_shares_once() -> None:
    alone = bits(address=SAME)
    together = bits(address=SAME, postcode=SAME, telephone=SAME)
    added = sum(USUAL[one][SAME] for one in (Aspect.ADDRESS, Aspect.POSTCODE, Aspect.TELEPHONE))
    assert alone < together < added


def test_a_family_name_says_little_where_the_home_agrees() -> None:
    assert bits(family=SAME, address=SAME) - bits(address=SAME) < bits(family=SAME) / 2


def test_relatives_at_one_address_are_not_one_person() -> None:
    home = {"family": SAME, "address": SAME, "postcode": SAME, "telephone": SAME}
    assert weigh(agreement(**home, given=DIFFERENT, born=DIFFERENT)).score < 0.05
    assert weigh(agreement(**home, given=SAME, born=SAME)).score > 0.99


def test_more_that_agrees_never_weighs_less() -> None:
    """For every set of what is known: that one thing more agrees makes nobody less likely."""
    aspects = list(Aspect)
    for known in itertools.product((UNKNOWN, SAME), repeat=len(aspects)):
        levels = dict(zip(aspects, known, strict=True))
        before = weigh(Agreement(levels)).bits
        for aspect in aspects:
            if levels[aspect] is UNKNOWN:
                assert weigh(Agreement({**levels, aspect: SAME})).bits >= before, (levels, aspect)
