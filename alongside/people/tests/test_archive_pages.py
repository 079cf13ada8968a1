from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime

from alongside.people import archive_pages
from alongside.people.models import Person

AT = datetime(2026, 5, 3, 12, tzinfo=UTC)
ANN = Person(pk=7, given_name="Ann", family_name="Smith")
TITLE = "One \u2028 line \r of two <b>"


def lines(kinds: int, records: int) -> Iterator[str]:
    for kind in range(kinds):
        for number in range(records):
            facts = [["Number", str(number)]]
            record = {"kind": f"Kind {kind}", "title": TITLE, "at": AT.isoformat(), "facts": facts}
            yield f"{json.dumps(record, ensure_ascii=False)}\n"


def test_all_of_it_stands_in_both() -> None:
    data = json.loads("".join(archive_pages.as_data(ANN, AT, lines(2, 3))))
    assert {name: data[name] for name in ("person", "number", "at")} == {
        "person": "Ann Smith",
        "number": 7,
        "at": AT.isoformat(),
    }
    assert [(one["kind"], len(one["records"])) for one in data["held"]] == [("Kind 0", 3), ("Kind 1", 3)]
    assert data["held"][1]["records"][2] == {
        "at": AT.isoformat(),
        "title": TITLE,
        "facts": [["Number", "2"]],
    }
    page = "".join(archive_pages.as_page(ANN, AT, lines(2, 3)))
    assert (page.count("<h2>"), page.count("<h3>"), page.count("<b>")) == (2, 6, 0)


def test_nothing_is_held_of_somebody() -> None:
    assert json.loads("".join(archive_pages.as_data(ANN, AT, [])))["held"] == []
    assert "Everything held about Ann Smith" in "".join(archive_pages.as_page(ANN, AT, []))


def test_a_long_life_is_no_larger_in_memory_than_a_short_one() -> None:
    for draw in (archive_pages.as_data, archive_pages.as_page):
        all(draw(ANN, AT, lines(1, 2)))  # templates are read once
        tracemalloc.start()
        size = sum(len(part) for part in draw(ANN, AT, lines(3, 4_000)))
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert (size > 1_000_000, most < 500_000) == (True, True), (size, most)
