"""Pages as Django forms: hints for the browser, judged by the same rules."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import QueryDict

from alongside.forms import parsing
from alongside.forms.answers import Answer, Answers, By
from alongside.forms.fields import PageForm, typed
from alongside.forms.schema import Page
from alongside.forms.tests.samples import PERMIT

TODAY = date(2026, 11, 22)
NAMES = {"SITEUSERID": "7", "SITEUSERNAME": "Ann Example", "PROXYUSERID": "", "PROXYUSERNAME": ""}
ANN = By(ref="r", name="Ann")


def page(number: int = 1) -> Page:
    return parsing.parse(PERMIT).pages[number - 1]


def drawn(data: str | None = None, answers: Answers | None = None, *, number: int = 1) -> PageForm:
    sent = None if data is None else QueryDict(data)
    return PageForm(page(number), sent, today=TODAY, answers=answers, variables=NAMES, own=True)


def attributes(form: PageForm, name: str) -> dict[str, Any]:
    return dict(form.fields[name].widget.attrs)


def test_a_page_never_seen_shows_its_defaults() -> None:
    assert drawn().initial == {"full_name": "Ann Example", "born": ""}


def test_a_default_does_not_come_back_once_it_was_emptied() -> None:
    emptied: Answers = {"full_name": Answer(value="", by=ANN, at="")}

    assert drawn(answers=emptied).initial["full_name"] == ""


def test_what_was_kept_as_typed_is_shown_with_what_is_wrong_with_it() -> None:
    form = drawn(answers={"born": Answer(typed="31/2/1980", by=ANN, at="")})

    assert form["born"].value() == "31/2/1980"
    assert form["born"].errors == ["Enter a day, month and year that exist, for example 27 3 1984."]
    assert form["full_name"].errors == []


def test_each_question_has_a_message_of_its_own() -> None:
    form = drawn("full_name=&born=1/1/2030")

    assert dict(form.errors) == {
        "full_name": ["Answer this question."],
        "born": ["A date of birth cannot lie in the future."],
    }


def test_several_answers_are_read_as_a_list() -> None:
    form = drawn("plate=AB12+CDE&zones=b&zones=a", number=2)

    assert form.is_valid()
    assert form.cleaned_data == {"plate": "AB12 CDE", "zones": ["a", "b"]}
    assert typed(page(2), QueryDict("zones=b&zones=a&stray=1")) == {"plate": "", "zones": ["b", "a"]}


def test_hints_are_derived_from_the_rules() -> None:
    assert attributes(drawn(number=2), "plate") == {"autocomplete": "off", "maxlength": "10"}
    assert drawn(number=2).fields["plate"].width == "short"  # type: ignore[attr-defined]  # every field is a question's


def test_a_browser_fills_in_only_what_is_its_own_persons() -> None:
    source = {
        "pages": [
            {
                "title": "A",
                "items": [{"type": "email", "name": "email", "label": "E-mail", "autocomplete": "email"}],
            }
        ]
    }
    (asked,) = parsing.parse(source).pages
    said = [
        PageForm(asked, today=TODAY, variables=NAMES, own=own).fields["email"].widget.attrs["autocomplete"]
        for own in (True, False)
    ]

    assert said == ["email", "off"]
