"""A draft that was begun on an older version goes on with the one in use; nothing that was said is lost."""

from __future__ import annotations

from typing import Any

import pytest

from alongside.assisting.acting import Acting
from alongside.forms.actions import Closed, begin, carry_over, publish, save, submit
from alongside.forms.carrying import carried
from alongside.forms.models import Draft, FormVersion
from alongside.forms.parsing import parse
from alongside.forms.tests.samples import FIRST, PERMIT, SECOND, published
from alongside.history.models import Entry
from alongside.people.checking import Misfit
from alongside.people.models import Person
from tests.cast import helping, make_person

pytestmark = pytest.mark.django_db


def one(type_: str, **more: Any) -> dict[str, Any]:
    if type_ == "choice":
        more |= {"choices": [{"value": "a", "label": "A"}]}
    items = [{"type": type_, "name": "q", "label": "Question", **more}]
    return {"pages": [{"title": "Page", "items": items}]}


def answered(value: Any) -> Any:
    return {"q": {"value": value, "by": {"ref": "r", "name": "Ann"}, "at": "2026-01-01"}}


# Before, the answer, after; what becomes of it: "kept", "typed" or "left".
TABLE = [
    ("text", "x", "text", "kept"),
    ("text", "x", "email", "typed"),
    ("number", "12", "text", "typed"),
    ("choice", "a", "text", "typed"),
    ("text", "x", "choice", "typed"),
    ("date", "2026-01-01", "date", "kept"),
    ("date", "2026-01-01", "text", "left"),
    ("yes_no", True, "text", "left"),
    ("text", "x", "yes_no", "left"),
    ("file", ["7c/letter.pdf"], "text", "left"),
]


def test_each_answer_goes_where_it_can() -> None:
    came = []
    for before, value, after, _ in TABLE:
        found = carried(parse(one(before)), parse(one(after)), answered(value))
        kept: Any = found.answers.get("q", {})
        came.append("left" if found.left else "typed" if "typed" in kept else "kept")
        assert bool(found.left) != bool(kept)
    assert came == [what for *_, what in TABLE]


def changed() -> dict[str, Any]:
    """The permit without zones, with a colour that must be said."""
    first, second = PERMIT["pages"]
    colour = {"type": "text", "name": "colour", "label": "Colour", "required": True}
    return {**PERMIT, "pages": [first, {**second, "items": [second["items"][0], colour]}]}


def publish_again() -> None:
    paula = Acting.alone(make_person("Paula", "Publisher", rights=["forms.publish"]))
    publish(paula, slug="permit", title="Parking permit", definition=changed())


def test_a_draft_goes_on_with_the_version_in_use(ann: Person, bob: Person) -> None:
    draft = save(Acting.alone(ann), begin(Acting.alone(ann), published(), FIRST), 2, SECOND)
    publish_again()
    current = carry_over(helping(bob, ann), draft)
    assert (current.version.number, current.left) == (2, [["Zones", "Zone A\nZone B"]])
    assert current.answers["plate"]["by"]["name"] == "Ann Example"
    assert carry_over(Acting.alone(ann), current).version_id == current.version_id
    assert Entry.objects.of_kinds("forms.carried_over").count() == 1
    with pytest.raises(Misfit):
        submit(Acting.alone(ann), current)
    save(Acting.alone(ann), current, 2, {"plate": "AB12 CDE", "colour": "red"})
    submission = submit(Acting.alone(ann), Draft.objects.with_version().get())
    assert sorted(submission.answers) == ["born", "colour", "full_name", "plate"]
    assert Draft.objects.get().left == []
    with pytest.raises(Closed):
        carry_over(Acting.alone(ann), draft)


def test_a_page_that_was_open_meanwhile_is_told_so(ann: Person) -> None:
    draft = begin(Acting.alone(ann), published(), FIRST)
    publish_again()
    carry_over(Acting.alone(ann), Draft.objects.with_version().get())
    with pytest.raises(Misfit) as misfit:
        save(Acting.alone(ann), draft, 2, SECOND)
    assert set(misfit.value.errors) == set(SECOND)


def test_nobody_is_carried_back(ann: Person) -> None:
    published()
    publish_again()
    version = FormVersion.objects.newest_of("permit")[0]
    draft = begin(Acting.alone(ann), version, FIRST)
    assert carry_over(Acting.alone(ann), draft).version_id == version.pk
    assert not Entry.objects.of_kinds("forms.carried_over").exists()
