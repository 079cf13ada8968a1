"""Edits of a sketch: pure, by id."""

from __future__ import annotations

from typing import Any

import pytest

from alongside.forms import designing
from alongside.forms.designing import Changed, Edit, Missing, Sketch
from alongside.forms.tests.samples import PERMIT

DEFINITION: dict[str, Any] = {
    "pages": [
        {
            "title": "You",
            "items": [
                {"type": "text", "name": "a", "label": "A"},
                {"type": "text", "name": "b", "label": "B"},
            ],
        },
        {"title": "More", "items": [{"type": "information", "text": "Well done."}]},
    ]
}


def shape(sketch: Sketch) -> list[tuple[str, list[str]]]:
    return [
        (designing.called(page), [designing.called(item) for item in page["items"]])
        for page in sketch["pages"]
    ]


def id_of(sketch: Sketch, called: str) -> str:
    return str(
        next(one.part["id"] for one in designing.spots(sketch) if designing.called(one.part) == called)
    )


def done(sketch: Sketch, edit: Edit) -> tuple[list[tuple[str, list[str]]], str]:
    before = shape(sketch)
    edited = edit(sketch)
    assert shape(sketch) == before  # a sketch is never changed
    return shape(edited.sketch), edited.words


def test_a_sketch_has_ids_and_is_the_same_definition() -> None:
    sketch = designing.sketched(PERMIT)
    ids = [one.part["id"] for one in designing.spots(sketch)]
    assert len(ids) == len(set(ids)) == 7
    assert designing.definition_of(sketch) == PERMIT


def test_parts_are_moved_removed_added_and_doubled() -> None:
    sketch = designing.sketched(DEFINITION)
    a, b, more = (id_of(sketch, name) for name in ("A", "B", "More"))
    assert done(sketch, designing.move(a, designing.DOWN)) == (
        [("You", ["B", "A"]), ("More", ["Well done."])],
        "moved A down",
    )
    assert done(sketch, designing.move(a, designing.UP))[0] == shape(sketch)
    assert done(sketch, designing.move(more, designing.UP)) == (
        [("More", ["Well done."]), ("You", ["A", "B"])],
        "moved More up",
    )
    assert done(sketch, designing.move_to(b, more)) == (
        [("You", ["A"]), ("More", ["Well done.", "B"])],
        "moved B to More",
    )
    assert done(sketch, designing.remove(a)) == ([("You", ["B"]), ("More", ["Well done."])], "removed A")
    assert done(sketch, designing.add_page("Last"))[0][-1] == ("Last", [])
    assert done(sketch, designing.add_item(more, {"type": "text", "name": "c", "label": "C"})) == (
        [("You", ["A", "B"]), ("More", ["Well done.", "C"])],
        "added C to More",
    )
    assert done(sketch, designing.duplicate(more))[0][1:] == [("More", ["Well done."])] * 2


def test_a_double_has_names_of_its_own_and_its_conditions_ask_them() -> None:
    condition = {"question": "a", "is": "1"}
    page = {
        "title": "You",
        "items": [
            {"type": "text", "name": "a", "label": "A"},
            {"type": "text", "name": "b", "label": "B", "when": {"all": [condition]}},
        ],
    }
    sketch = designing.sketched({"pages": [page]})
    edited = designing.duplicate(sketch["pages"][0]["id"])(sketch)
    first, second = edited.sketch["pages"][1]["items"]
    assert (first["name"], second["name"]) == ("a_2", "b_2")
    assert second["when"] == {"all": [{"question": "a_2", "is": "1"}]}


def test_a_question_that_holds_others_is_edited_like_a_page() -> None:
    group = {
        "type": "group",
        "name": "children",
        "label": "Children",
        "items": [DEFINITION["pages"][0]["items"][0]],
    }
    sketch = designing.sketched({"pages": [{"title": "You", "items": [group]}]})
    holder, inner = id_of(sketch, "Children"), id_of(sketch, "A")
    changed = designing.change(holder, {"type": "group", "name": "kids", "label": "Kids"})(sketch)
    assert designing.spot(changed.sketch, inner).holder["label"] == "Kids"
    assert designing.spot(sketch, inner).page == id_of(sketch, "You")
    assert designing.at(sketch, "pages[0].items[0].items[0].label") == inner
    with pytest.raises(Missing):
        designing.move_to(holder, holder)(sketch)


def test_what_somebody_else_changed_or_removed_is_not_overwritten() -> None:
    sketch = designing.sketched(DEFINITION)
    a = id_of(sketch, "A")
    was = designing.fingerprint(designing.spot(sketch, a).part)
    theirs = designing.change(a, {"type": "text", "name": "a", "label": "Name"}, was=was)(sketch).sketch
    with pytest.raises(Changed) as changed:
        designing.change(a, {"type": "text", "name": "a", "label": "Full name"}, was=was)(theirs)
    assert changed.value.part["label"] == "Name"
    with pytest.raises(Missing):
        designing.change(a, {})(designing.remove(a)(sketch).sketch)


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Full name", "full_name"),
        ("Is it O’Brien’s?", "is_it_obriens"),
        ("2nd car", "question_2nd_car"),
        ("Ωμέγα", "question"),
        ("Taken", "taken_3"),
        ("x" * 60, "x" * 40),
    ],
)
def test_a_name_is_made_of_the_label(label: str, name: str) -> None:
    assert designing.name_for(label, ["taken", "taken_2"]) == name


def test_a_path_leads_to_the_part_it_is_about() -> None:
    sketch = designing.sketched(DEFINITION)
    assert designing.at(sketch, "pages[0].items[1].label: is missing.") == id_of(sketch, "B")
    assert designing.at(sketch, "pages[1].title: is missing.") == id_of(sketch, "More")
    assert designing.at(sketch, "pages[9].title: is missing.") == ""
    assert designing.at(sketch, "summary.text: is missing.") == ""
