"""What definitions may say, and how what is wrong with them is named."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from alongside.forms import parsing
from alongside.forms.schema import BadDefinition, Choice, Day, Information, Kind, Question
from alongside.forms.tests.samples import PERMIT


def with_question(**said: Any) -> dict[str, Any]:
    question = {"type": "text", "name": "a", "label": "A"} | said
    return {"pages": [{"title": "Page", "items": [question]}]}


def problems(definition: object) -> list[str]:
    with pytest.raises(BadDefinition) as bad:
        parsing.parse(definition)
    return bad.value.problems


def test_a_definition_becomes_pages_of_questions() -> None:
    definition = parsing.parse(PERMIT)

    assert definition.steps == ["About you", "Your vehicle", "Check your answers"]
    assert [question.name for question in definition.questions] == ["full_name", "born", "plate", "zones"]
    assert definition.pages[0].items[0] == Information(text="You are asking as {SITEUSERNAME}.")
    assert definition.pages[1].questions[1] == Question(
        Kind.CHOICES, "zones", "Zones", choices=(Choice("a", "Zone A"), Choice("b", "Zone B"))
    )
    assert (definition.page_of("born"), definition.page_of("zones")) == (1, 2)


def test_limits_are_read_exactly() -> None:
    (price,) = parsing.parse(with_question(type="money", minimum=0.1, maximum="1000.10")).questions
    (day,) = parsing.parse(with_question(type="date", earliest="today-30", latest="2030-01-31")).questions

    assert (price.minimum, price.maximum) == (Decimal("0.1"), Decimal("1000.10"))
    assert (day.earliest, day.latest) == (Day(days=-30), Day(fixed=date(2030, 1, 31)))


def test_everything_that_is_wrong_is_said_at_once_each_with_its_place() -> None:
    assert problems(
        {
            "pages": [
                {"title": "", "items": [{"type": "text", "name": "First", "label": "First"}]},
                {"title": "Two", "items": [{"type": "magic"}, {"type": "integer", "name": "b", "pages": 1}]},
            ],
            "colour": "red",
        }
    ) == [
        "colour: is not known here; known are pages, summary, confirmation, process, receipt, "
        "receipt_document, case_type.",
        "pages[0].title: is missing.",
        "pages[0].items[0].name: must be small letters, digits and _, at most 40, beginning with a letter.",
        "pages[1].items[0].type: is none of text, long_text, number, integer, money, date, date_of_birth, "
        "email, telephone, postcode, address, choice, choices, yes_no, file, group, information.",
        "pages[1].items[1].pages: is not known here; known are type, name, label, help, required, default, "
        "prefill, condition, minimum, maximum.",
        "pages[1].items[1].label: is missing.",
    ]


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"required": "yes"}, "required: must be true or false."),
        ({"min_length": True}, "min_length: must be a whole number."),
        ({"min_length": 9, "max_length": 8}, "min_length: is more than there may be."),
        ({"max_length": 5000}, "max_length: must be from 1 to 1000."),
        ({"type": "integer", "minimum": 2, "maximum": 1}, "minimum: is more than there may be."),
        ({"type": "number", "minimum": "many"}, "minimum: must be a number."),
        ({"type": "number", "minimum": 1e300}, "minimum: must be a number."),
        ({"type": "text", "minimum": 2}, "minimum: is not known here; known are type, name, label, help, "
         "required, default, prefill, condition, min_length, max_length, pattern, "
         "pattern_message, autocomplete."),
        ({"type": "date", "earliest": "soon"},
         "earliest: must be a day such as 2026-11-22, today, today-30 or today+14."),
        ({"type": "date", "earliest": "today", "latest": "today-1"}, "earliest: is after the latest day."),
        ({"type": "choice"}, "choices: is missing."),
        ({"type": "choice", "choices": []}, "choices: is empty."),
        ({"type": "choice", "choices": "ab"}, "choices: must be a list."),
        ({"type": "choice", "choices": [{"value": "a", "label": "A"}], "default": "b"},
         "default: is none of the choices."),
        ({"type": "choices", "choices": [{"value": "a", "label": "A"}], "least": 2},
         "least: is more than there may be."),
        ({"type": "choice", "choices": [{"value": "a", "label": "A"}, {"value": "a", "label": "B"}]},
         "choices: has a value twice."),
        ({"type": "yes_no", "default": "maybe"}, "default: must be yes or no."),
        ({"pattern": "["}, "pattern_message: is missing."),
        ({"pattern": "(a+)+", "pattern_message": "No."},
         "pattern: may not repeat a group that can match in several ways."),
        ({"pattern": "a", "pattern_message": "No.", "max_length": 300},
         "max_length: may be at most 200 where there is a pattern."),
        ({"default": "{SITEUSER}"}, "default: {SITEUSER} stands for nothing; known are SITEUSERID, "
         "SITEUSERNAME, PROXYUSERID, PROXYUSERNAME."),
        ({"name": "password"}, "name: may not be password."),
        ({"name": "carried"}, "name: may not be carried."),
        ({"autocomplete": "off"}, None),
        ({"label": 7}, "label: must be text."),
        ({"label": "A\x00"}, "label: holds a character that cannot be kept."),
        ({"label": "A" * 201}, "label: may have at most 200 characters."),
    ],
)  # fmt: skip
def test_what_a_question_may_not_say(said: dict[str, Any], problem: str | None) -> None:
    found = problems(with_question(**said))

    if problem is None:
        assert found[0].startswith("pages[0].items[0].autocomplete: is none of additional-name, ")
    else:
        assert found[0] == f"pages[0].items[0].{problem}"


@pytest.mark.parametrize(
    ("definition", "problem"),
    [
        (None, "the definition: must be an object."),
        ([], "the definition: must be an object."),
        ({}, "pages: is missing."),
        ({"pages": []}, "pages: is empty."),
        ({"pages": [7]}, "pages[0]: must be an object."),
        ({"pages": [{"title": "A", "items": []}]}, "pages[0].items: is empty."),
        ({"pages": [{"title": "A", "items": [{"type": "information"}]}]},
         "pages[0].items[0].text: is missing."),
        (with_question() | {"summary": {"text": "{NOBODY}"}},
         "summary.text: {NOBODY} stands for nothing; known are SITEUSERID, SITEUSERNAME, PROXYUSERID, "
         "PROXYUSERNAME."),
        ({"pages": with_question()["pages"] * 2}, "pages: has two questions named a."),
        ({"pages": [{"title": "A", "items": [{"type": "text", "name": f"q{n}", "label": "Q"}
                                             for n in range(501)]}]},
         "pages[0].items: may have at most 300."),
    ],
)  # fmt: skip
def test_what_a_definition_may_not_say(definition: object, problem: str) -> None:
    assert problems(definition)[0] == problem


def test_too_many_questions_altogether_are_refused() -> None:
    pages = [
        {"title": "A", "items": [{"type": "text", "name": f"q{page}_{n}", "label": "Q"} for n in range(40)]}
        for page in range(13)
    ]

    assert problems({"pages": pages}) == ["pages: may have at most 500 questions altogether."]
