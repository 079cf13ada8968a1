"""Whatever is typed is refused with a sentence, or stored, shown and read again as the same."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

from hypothesis import example, given
from hypothesis import strategies as st

from alongside.forms import reading
from alongside.forms.answers import Answer, By, Typed
from alongside.forms.schema import Choice, Kind, Question
from alongside.history import canonical

TODAY = date(2026, 11, 22)
QUESTIONS = [
    Question(
        kind,
        "q",
        "Q",
        max_length=200 if kind in (Kind.TEXT, Kind.LONG_TEXT) else None,
        minimum=Decimal(-5) if kind is Kind.NUMBER else None,
        choices=(Choice("a", "A"), Choice("b", "B")) if kind in (Kind.CHOICE, Kind.CHOICES) else (),
    )
    for kind in Kind
]
LINES = st.fixed_dictionaries(
    {"line1": st.text(), "town": st.text(), "postcode": st.just("PL4 8AA") | st.text()}
)
LIKELY = st.from_regex(r"[-+£ ]?[0-9,. /]{1,12}", fullmatch=True) | st.sampled_from(["a", "yes", "PL4 8AA"])


@given(st.sampled_from(QUESTIONS), st.text() | LIKELY | st.lists(st.text() | LIKELY, max_size=3) | LINES)
@example(QUESTIONS[0], "\u202e\ufeffe\u0301\U0001f469\u200d\U0001f680")
@example(QUESTIONS[0], "\ud800")
@example(QUESTIONS[3], "0" * 400)
def test_whatever_is_typed(question: Question, typed: Typed) -> None:
    values, errors = reading.read_all([question], {"q": typed}, TODAY)
    if errors:
        assert errors["q"].endswith(".")
        return
    value = values["q"]

    assert json.loads(json.dumps(value)) == value
    canonical.encode(value)  # so that it can be exported with the history
    reading.shown(question, value)
    answers = {"q": Answer(value=value, by=By(ref="r", name="Ann"), at="")}
    assert reading.read_again([question], answers, TODAY) == ({"q": value}, {})


@given(st.text() | st.lists(st.text(), max_size=3))
@example("\ud800 \x00")
def test_what_does_not_fit_is_kept_so_that_it_can_be_stored(typed: str | list[str]) -> None:
    kept = reading.keepable(typed)

    assert "\x00" not in json.dumps(kept)
    assert "\\u0000" not in json.dumps(kept)
    assert reading.keepable(kept) == kept
    json.dumps(kept, ensure_ascii=False).encode()
