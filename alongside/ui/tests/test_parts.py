"""Marks, actions, places, and the band."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from django.template import engines
from django.template.loader import render_to_string

from alongside.ui.tests.conftest import Draw, Elements

HOSTILE = '"><script>alert(1)</script>'


@pytest.mark.parametrize("kind", ["plain", "good", "wait", "warn", "bad", "running", "paused"])
def test_a_state_has_a_shape_beside_its_words(draw: Draw, kind: str) -> None:
    drawn = draw("{{ ui.badge(text, kind) }}", text=HOSTILE, kind=kind)
    assert Elements(drawn).one("svg")["aria-hidden"] == "true"
    assert Elements(drawn).all("script") == []


def test_no_two_states_have_the_same_shape(draw: Draw) -> None:
    kinds = ["plain", "good", "wait", "warn", "bad", "running", "paused"]
    shapes = {draw("{{ ui.badge('', kind) }}", kind=kind).split("<svg")[1] for kind in kinds}
    assert len(shapes) == len(kinds)


def test_an_unknown_kind_of_message_is_a_plain_note(draw: Draw) -> None:
    drawn = draw('{{ ui.notice("Kept", "debug") }}')
    assert 'class="notice notice-info"' in drawn
    assert '<span class="visually-hidden">Note: </span>Kept' in drawn


def test_an_act_is_a_form_of_its_own_with_what_it_needs(draw: Draw) -> None:
    page = Elements(draw('{{ ui.act("Resume", "/x/", "", values={"id": text}) }}', text=HOSTILE))
    assert page.one("form") == {"class": "act", "method": "post", "action": "/x/"}
    assert page.one("input") == {"type": "hidden", "name": "id", "value": HOSTILE}


def test_a_confirmation_asks_one_thing_and_has_one_way_back(draw: Draw) -> None:
    drawn = draw('{% call ui.confirm("Stop?", "/stop/", "", "Stop", "/back/") %}<p>It ends.</p>{% endcall %}')
    page = Elements(drawn)
    assert page.one("form")["method"] == "post"
    assert page.one("a")["href"] == "/back/"
    assert len(page.all("button")) == 1


def test_the_present_step_is_marked_and_those_before_say_that_they_are_done(draw: Draw) -> None:
    drawn = draw('{{ ui.steps(["You", "Car", "Check"], 2) }}')
    page = Elements(drawn)
    assert [attrs.get("aria-current") for attrs in page.all("li")] == [None, "step", None]
    assert "Step 2 of 3" in drawn
    assert drawn.count("(done)") == 1


def test_the_present_tab_is_marked(draw: Draw) -> None:
    page = Elements(draw('{{ ui.tabs("Sides", [("A", "/a/"), ("B", "/b/")], "B") }}'))
    assert [attrs.get("aria-current") for attrs in page.all("a")] == [None, "page"]


def test_single_keys_can_be_turned_off(draw: Draw) -> None:
    page = Elements(draw("{{ ui.keys_dialog() }}"))
    assert "data-keys-on" in page.one("input")
    assert page.one("dialog")["aria-labelledby"] == page.one("h2")["id"]


@dataclass(frozen=True)
class Contact:
    channel_label: str = "Telephone"
    running: bool = True
    spent: timedelta = timedelta(minutes=4, seconds=5)
    pause_url: str = "/pause/"
    resume_url: str = "/resume/"
    stop_url: str = "/end/"


@dataclass(frozen=True)
class Band:
    person_name: str = "Ann Example"
    person_url: str = "/console/people/1/"
    portal_url: str = "/for/7c/"
    cases_url: str = "/for/7c/console/cases/"
    check_url: str = ""
    call_url: str = ""
    since: datetime = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
    interaction: Contact | None = Contact()
    stop_url: str = "/stop/"
    assistance_id: str = "7c"
    own_page: bool = False
    minutes_left: int | None = 14
    extend_url: str = "/extend/"
    other_note: str = ""


def band(shown: Band) -> str:
    template = engines["jinja2"].env.get_template("ui/_band.html")  # type: ignore[attr-defined]
    return str(template.render(band=shown, csrf_input=""))


def test_the_band_says_who_since_when_on_which_channel_and_for_how_long() -> None:
    drawn = band(Band())
    page = Elements(drawn)
    assert page.one("section")["aria-label"] == "You are helping Ann Example"
    assert page.one("time")["datetime"] == "2026-11-22T14:05:00+00:00"
    assert "Telephone" in drawn
    assert ">4:05</span>" in drawn


def test_the_band_stops_and_pauses_by_post_only() -> None:
    page = Elements(band(Band(minutes_left=None)))
    assert [(form["method"], form["action"]) for form in page.all("form")] == [
        ("post", "/pause/"),
        ("post", "/stop/"),
    ]
    assert [link["href"] for link in page.all("a")] == [
        "/console/people/1/",
        "/for/7c/",
        "/for/7c/console/cases/",
    ]


def test_a_paused_contact_can_be_resumed() -> None:
    drawn = band(Band(interaction=Contact(running=False), minutes_left=None))
    assert Elements(drawn).all("form")[0]["action"] == "/resume/"
    assert "data-running" not in drawn
    assert "paused" in drawn


def test_helping_without_a_contact_still_shows_who_and_how_to_stop() -> None:
    page = Elements(band(Band(interaction=None, minutes_left=None)))
    assert [form["action"] for form in page.all("form")] == ["/stop/"]


def test_the_band_says_when_a_page_is_ones_own() -> None:
    assert "done as yourself, not for Ann Example" in band(Band(own_page=True))
    assert "done as yourself" not in band(Band())


@pytest.mark.parametrize(("minutes", "hidden"), [(14, True), (3, True), (2, False), (1, False), (0, False)])
def test_the_band_warns_of_the_end_in_the_last_two_minutes(minutes: int, hidden: bool) -> None:
    (limit,) = [
        form for form in Elements(band(Band(minutes_left=minutes))).all("form") if "data-limit" in form
    ]
    assert ("hidden" in limit) is hidden
    assert limit["action"] == "/extend/"


def test_no_name_breaks_out_of_the_band() -> None:
    shown = replace(Band(own_page=True, other_note=HOSTILE), person_name=HOSTILE)
    assert Elements(band(shown)).all("script") == []


@pytest.mark.parametrize("name", ["not_found", "unavailable", "forged", "wrong", "bad_request"])
def test_an_error_page_needs_nothing_to_be_drawn(name: str) -> None:
    page = render_to_string(f"ui/errors/{name}.html")
    assert page.startswith("<!doctype html>")
    assert Elements(page).one("main")["id"] == "main"


def test_a_refusal_says_why() -> None:
    assert "Your role does not include this." in render_to_string(
        "ui/errors/refused.html", {"reason": "Your role does not include this."}
    )


def test_title_and_icon_of_a_page_say_that_somebody_is_being_helped() -> None:
    helping = render_to_string("ui/errors/not_found.html", {"band": Band(), "csrf_input": ""})
    alone = render_to_string("ui/errors/not_found.html", {"band": None})
    assert "<title>Helping Ann Example · Page not found" in helping
    assert "<title>Page not found" in alone
    assert ["icon-helping" in page for page in (helping, alone)] == [True, False]


def test_a_page_knows_for_other_tabs_whom_it_serves() -> None:
    helping = Elements(render_to_string("ui/errors/not_found.html", {"band": Band(), "csrf_input": ""}))
    alone = Elements(render_to_string("ui/errors/not_found.html", {"band": None}))
    assert helping.one("body")["data-assistance"] == "7c"
    assert alone.one("body")["data-assistance"] == ""
