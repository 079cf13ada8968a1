"""Fields: everything that belongs to a control is tied to it by id, and nothing typed can break out."""

from __future__ import annotations

import pytest
from django import forms

from alongside.ui.tests.conftest import Draw, Elements
from alongside.ui.views import Specimen

HOSTILE = "\"><script>alert(1)</script><x y='"


def test_a_label_names_its_control(draw: Draw) -> None:
    page = Elements(draw('{{ ui.field(form["name"]) }}', form=Specimen()))
    assert page.one("label")["for"] == page.one("input")["id"] == "id_name"


def test_a_required_field_says_so_to_assistive_technology(draw: Draw) -> None:
    page = Elements(draw('{{ ui.field(form["name"]) }}', form=Specimen()))
    assert page.one("input")["aria-required"] == "true"


def test_an_optional_field_says_so_in_its_label(draw: Draw) -> None:
    drawn = draw('{{ ui.field(form["email"]) }}', form=Specimen())
    assert '<label for="id_email">E-mail <span class="optional">(optional)</span></label>' in drawn
    assert "aria-required" not in Elements(drawn).one("input")


def test_a_hint_is_tied_to_its_control(draw: Draw) -> None:
    page = Elements(draw('{{ ui.field(form["email"]) }}', form=Specimen()))
    assert page.one("input")["aria-describedby"] == "id_email-hint"
    assert "id_email-hint" in [attrs.get("id") for attrs in page.all("div")]


def test_an_error_is_tied_to_its_control_beside_the_hint(draw: Draw) -> None:
    page = Elements(draw('{{ ui.field(form["email"]) }}', form=Specimen({"email": "ann"})))
    control = page.one("input")
    assert control["aria-describedby"] == "id_email-hint id_email-error"
    assert control["aria-invalid"] == "true"
    assert control["value"] == "ann"
    assert page.one("p")["id"] == "id_email-error"


def test_the_browser_is_told_what_to_fill_in(draw: Draw) -> None:
    page = Elements(draw('{{ ui.field(form["born"]) }}', form=Specimen()))
    assert page.one("input")["autocomplete"] == "bday"
    assert page.one("input")["inputmode"] == "numeric"


def test_a_group_of_choices_is_a_fieldset_with_one_label_each(draw: Draw) -> None:
    drawn = draw('{{ ui.field(form["colour"]) }}', form=Specimen(initial={"colour": "green"}))
    page = Elements(drawn)
    assert "<legend>Which bin is it?</legend>" in drawn
    assert [attrs["for"] for attrs in page.all("label")] == [attrs["id"] for attrs in page.all("input")]
    assert [attrs["value"] for attrs in page.all("input") if "checked" in attrs] == ["green"]


def test_the_error_of_a_group_belongs_to_the_group(draw: Draw) -> None:
    page = Elements(draw('{{ ui.field(form["colour"]) }}', form=Specimen({"name": "Ann"})))
    assert page.one("fieldset")["aria-describedby"] == "id_colour-error"
    assert page.one("fieldset")["id"] == "id_colour"


def test_several_answers_stay_ticked(draw: Draw) -> None:
    page = Elements(draw('{{ ui.field(form["day"]) }}', form=Specimen({"day": ["mo", "fr"]})))
    assert [attrs["value"] for attrs in page.all("input") if "checked" in attrs] == ["mo", "fr"]


@pytest.mark.parametrize(("given", "ticked"), [({"agreed": "on"}, True), ({"name": "Ann"}, False)])
def test_a_single_tick_stays_as_it_was_given(draw: Draw, given: dict[str, str], ticked: bool) -> None:
    page = Elements(draw('{{ ui.field(form["agreed"]) }}', form=Specimen(given)))
    assert ("checked" in page.one("input")) is ticked


def test_a_choice_from_a_list_keeps_its_groups_and_its_answer(draw: Draw) -> None:
    page = Elements(draw('{{ ui.field(form["street"]) }}', form=Specimen({"street": "mill"})))
    assert page.one("optgroup")["label"] == "North"
    assert [attrs["value"] for attrs in page.all("option") if "selected" in attrs] == ["mill"]


def test_long_text_keeps_every_line(draw: Draw) -> None:
    drawn = draw('{{ ui.field(form["story"]) }}', form=Specimen({"story": "\n one\n  two"}))
    # The first line break after the tag is not part of the value.
    assert ">\n\n one\n  two</textarea>" in drawn


class Delicate(forms.Form):
    password = forms.CharField(widget=forms.PasswordInput({"autocomplete": "current-password"}))
    token = forms.CharField(widget=forms.HiddenInput)
    name = forms.CharField(widget=forms.TextInput({"style": "color: red", "placeholder": "Name"}))


def test_a_password_is_never_sent_back(draw: Draw) -> None:
    page = Elements(draw('{{ ui.field(form["password"]) }}', form=Delicate({"password": "correct horse"})))
    assert "value" not in page.one("input")


def test_a_hidden_field_has_no_label(draw: Draw) -> None:
    page = Elements(draw("{{ ui.fields(form) }}", form=Delicate({"token": "7c"})))
    assert [attrs["for"] for attrs in page.all("label")] == ["id_password", "id_name"]
    assert [attrs["value"] for attrs in page.all("input") if attrs["type"] == "hidden"] == ["7c"]


def test_no_style_and_no_placeholder_gets_through(draw: Draw) -> None:
    page = Elements(draw('{{ ui.field(form["name"]) }}', form=Delicate()))
    assert {"style", "placeholder"} & set(page.one("input")) == set()


def test_nothing_typed_breaks_out_of_its_field(draw: Draw) -> None:
    typed = dict.fromkeys(Specimen.base_fields, HOSTILE)
    page = Elements(draw("{{ ui.error_summary(form) }}{{ ui.fields(form) }}", form=Specimen(typed)))
    assert page.all("script") == []
    assert [attrs["value"] for attrs in page.all("input") if attrs.get("name") == "name"] == [HOSTILE]


def test_nothing_in_a_definition_breaks_out_of_its_field(draw: Draw) -> None:
    class Defined(forms.Form):
        question = forms.ChoiceField(
            label=HOSTILE, help_text=HOSTILE, choices=[(HOSTILE, HOSTILE)], widget=forms.RadioSelect
        )
        other = forms.ChoiceField(label=HOSTILE, choices=[(HOSTILE, [(HOSTILE, HOSTILE)])])

    assert Elements(draw("{{ ui.fields(form) }}", form=Defined())).all("script") == []


def test_the_summary_links_each_error_to_its_field(draw: Draw) -> None:
    form = Specimen({"email": "ann", "born": "31/02/1970", "colour": "green", "agreed": "on"})
    page = Elements(draw("{{ ui.error_summary(form) }}{{ ui.fields(form) }}", form=form))
    links = [attrs["href"] for attrs in page.all("a")]
    assert links == ["#id_name", "#id_email", "#id_born"]
    assert {link[1:] for link in links if link} <= {attrs.get("id") for _, attrs in page.found}


def test_the_summary_takes_the_focus_and_is_announced(draw: Draw) -> None:
    summary = Elements(draw("{{ ui.error_summary(form) }}", form=Specimen({}))).all("div")[0]
    assert (summary["role"], summary["tabindex"], "autofocus" in summary) == ("alert", "-1", True)


def test_a_form_without_errors_has_no_summary(draw: Draw) -> None:
    assert draw("{{ ui.error_summary(form) }}", form=Specimen()) == ""
