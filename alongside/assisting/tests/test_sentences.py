from __future__ import annotations

import pytest

from alongside.assisting.sentences import sentence
from alongside.assisting.tests.tables import SENTENCES

RULES = sorted({row["rule"] for table in SENTENCES.values() for row in table})


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_can_be_told(rule: str) -> None:
    assert sentence(rule).endswith(".")


def test_a_rule_without_a_sentence_is_told_by_its_name() -> None:
    assert sentence("own-assistance") == "own-assistance"
