from __future__ import annotations

from datetime import UTC, datetime

from markupsafe import Markup

from alongside.ui.tests.conftest import Draw, Elements
from alongside.ui.views import Happened

HOSTILE = "<script>alert(1)</script>"


def test_a_table_keeps_its_roles_when_its_rows_become_blocks(draw: Draw) -> None:
    page = Elements(draw('{{ ui.table("People", ["Name", "Time"], [["Ann", "4:05"]], numeric=[1]) }}'))
    assert [attrs["role"] for attrs in page.all("tr")] == ["row", "row"]
    assert [attrs["role"] for attrs in page.all("th")] == ["columnheader", "columnheader", "rowheader"]
    assert page.one("td") == {"role": "cell", "data-column": "Time", "class": "number"}


def test_cells_are_escaped_unless_they_are_markup(draw: Draw) -> None:
    link = Markup('<a href="/x/">x</a>')
    page = Elements(draw("{{ ui.table(name, [name, name], [[name, link]]) }}", name=HOSTILE, link=link))
    assert page.all("script") == []
    assert page.one("a") == {"href": "/x/"}


def test_what_happened_is_grouped_by_day_and_says_by_whom(draw: Draw) -> None:
    entries = [
        Happened(datetime(2026, 11, 22, 14, 5, tzinfo=UTC), "Handed in a permit", "Bob", link="/x/"),
        Happened(datetime(2026, 11, 22, 9, tzinfo=UTC), "Saved a permit"),
        Happened(datetime(2026, 11, 21, 9, tzinfo=UTC), HOSTILE, note=HOSTILE),
    ]
    drawn = draw("{{ ui.timeline(entries) }}", entries=entries)
    page = Elements(drawn)
    assert drawn.count('class="timeline-day"') == 2
    assert page.all("time")[0] == {"datetime": "2026-11-22T14:05:00+00:00"}
    assert drawn.count('<span class="by">') == 1
    assert page.all("script") == []


def test_a_missing_fact_is_shown_as_a_dash(draw: Draw) -> None:
    drawn = draw('{{ ui.summary_list([("E-mail", ""), ("Telephone", none), ("Children", 0)]) }}')
    assert [part.split("</dd>")[0] for part in drawn.split("<dd>")[1:]] == ["–", "–", "0"]


def test_a_link_to_change_a_fact_names_the_fact(draw: Draw) -> None:
    drawn = draw('{{ ui.summary_list([("Telephone", "01752", ("Change", "/x/"))]) }}')
    assert '<a href="/x/">Change<span class="visually-hidden"> telephone</span></a>' in drawn


def test_bars_are_as_long_as_their_share_of_the_longest(draw: Draw) -> None:
    page = Elements(
        draw('{{ ui.bar_chart("Contacts", "Channel", "Number", [("A", 40), ("B", 10), ("C", 0)]) }}')
    )
    assert [attrs["width"] for attrs in page.all("rect")] == ["100.0", "25.0", "0.0"]


def test_bars_of_nothing_are_empty(draw: Draw) -> None:
    page = Elements(draw('{{ ui.bar_chart("Contacts", "Channel", "Number", [("A", 0)]) }}'))
    assert page.one("rect")["width"] == "0"


def test_an_empty_list_says_what_to_do(draw: Draw) -> None:
    drawn = draw('{{ ui.empty("No saved forms", "They wait here.", "Choose a form", "/forms/") }}')
    assert "No saved forms" in drawn
    assert Elements(drawn).one("a")["href"] == "/forms/"


def test_pages_are_named_not_counted(draw: Draw) -> None:
    page = Elements(draw('{{ ui.pagination("?a", "?b", "people") }}'))
    assert [(attrs["rel"], attrs["href"]) for attrs in page.all("a")] == [("prev", "?a"), ("next", "?b")]
    assert page.one("nav")["aria-label"] == "More people"


def test_a_single_page_has_no_navigation(draw: Draw) -> None:
    assert draw("{{ ui.pagination() }}") == ""


def test_a_result_shows_only_the_facts_there_are(draw: Draw) -> None:
    drawn = draw('{{ ui.result(name, "/x/", ["1984", "", none]) }}', name=HOSTILE)
    assert drawn.count("<span>1984</span>") == 1
    assert "<span></span>" not in drawn
    assert Elements(drawn).all("script") == []
