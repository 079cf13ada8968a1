"""Questions that depend on others, rows of groups and addresses, without scripts and with them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from alongside.forms.models import Draft, Submission
from alongside.forms.tests.samples import published
from alongside.people.models import Person
from alongside.portal.tests.doors import sent_by, text_of
from tests.council import browser_of

pytestmark = pytest.mark.django_db

HOUSEHOLD: dict[str, Any] = {
    "pages": [
        {"title": "You", "items": [
            {"type": "yes_no", "name": "drives", "label": "Do you drive?", "required": True},
            {"type": "text", "name": "plate", "label": "Plate", "required": True, "default": "AB12",
             "condition": {"question": "drives", "equals": True}}]},
        {"title": "Children", "condition": {"question": "drives", "equals": True}, "items": [
            {"type": "address", "name": "home", "label": "Home", "required": True},
            {"type": "group", "name": "children", "label": "Children", "row": "Child", "items": [
                {"type": "text", "name": "child", "label": "Name", "required": True}]}]},
        {"title": "End", "items": [{"type": "text", "name": "remarks", "label": "Remarks"}]},
    ]
}  # fmt: skip
HOME = {"home.line1": "1 Quay", "home.line2": "", "home.town": "Port Alder", "home.postcode": "pl48aa"}


@pytest.fixture
def anns(ann: Person) -> Client:
    published(definition=HOUSEHOLD)
    return browser_of(ann)


def drawn(answer: Any) -> dict[str, str]:
    (names,) = re.findall(r'name="drawn-questions" value="([^"]*)"', answer.content.decode())
    return {"drawn-questions": names}


def listed(value: Any) -> list[str]:
    assert isinstance(value, list)
    return value


def test_what_is_asked_only_now_is_asked_before_going_on(anns: Client) -> None:
    first = anns.get("/forms/permit/")
    assert "Plate" not in text_of(first)

    answer = anns.post("/forms/permit/", {"drives": "yes"} | drawn(first) | sent_by(first))

    draft = Draft.objects.get()
    assert answer["Location"] == f"/forms/permit/drafts/{draft.pk}/pages/1/#id_plate"
    page = anns.get(answer["Location"])
    assert 'value="AB12"' in page.content.decode()
    assert "Answer this question." not in text_of(page)
    following = anns.post(answer["Location"], {"drives": "yes", "plate": "X1"} | drawn(page))
    assert following["Location"].endswith("/pages/2/")


def test_a_page_that_is_not_asked_is_passed_by_both_ways(anns: Client) -> None:
    first = anns.get("/forms/permit/")
    assert "Page 1 of 3" in text_of(first) or "1 of 3" in text_of(first)

    answer = anns.post("/forms/permit/", {"drives": "no"} | drawn(first))

    assert answer["Location"].endswith("/pages/3/")
    back = anns.post(answer["Location"], {"remarks": "x", "then": "back"})
    assert back["Location"].endswith("/pages/1/")
    skipped = anns.get(answer["Location"].replace("/3/", "/2/"))
    assert skipped["Location"].endswith("/pages/3/")


def test_what_is_not_asked_any_more_is_kept_in_the_draft_and_not_handed_in(anns: Client) -> None:
    anns.post("/forms/permit/", {"drives": "yes", "plate": "X1"})
    draft = Draft.objects.get()
    pages = f"/forms/permit/drafts/{draft.pk}/pages/"
    anns.post(f"{pages}1/", {"drives": "no", "drawn-questions": "drives plate"})
    draft.refresh_from_db()
    assert draft.answers["plate"]["value"] == "X1"

    anns.post(f"{pages}3/", {"remarks": "Thanks"})
    assert "Plate" not in text_of(anns.get(f"{pages}summary/"))
    anns.post(f"{pages}summary/")

    assert set(Submission.objects.get().answers) == {"drives", "remarks"}


def test_rows_are_added_and_removed_without_losing_what_was_typed(anns: Client) -> None:
    anns.post("/forms/permit/", {"drives": "yes", "plate": "X1"})
    draft = Draft.objects.get()
    page = f"/forms/permit/drafts/{draft.pk}/pages/2/"

    added = anns.post(page, HOME | {"change-rows": "add:children"} | drawn(anns.get(page)))
    draft.refresh_from_db()
    (row,) = listed(draft.answers["children"]["value"])
    assert added["Location"] == f"{page}#row-children-{row}"
    assert draft.answers["home"]["value"] == {
        "line1": "1 Quay", "line2": "", "town": "Port Alder", "county": "", "postcode": "PL4 8AA",
    }  # fmt: skip
    rows = {"children": row, f"children.{row}.child": "Tim"}
    anns.post(page, HOME | rows | {"change-rows": "add:children"} | drawn(anns.get(page)))
    draft.refresh_from_db()
    first, second = listed(draft.answers["children"]["value"])
    assert draft.answers[f"children.{first}.child"]["value"] == "Tim"
    assert draft.answers[f"children.{first}.child"]["by"]["name"] == "Ann Example"

    removed = {"children": [first, second], f"children.{first}.child": "Tim", f"children.{second}.child": ""}
    anns.post(page, HOME | removed | {"change-rows": f"remove:children:{first}"} | drawn(anns.get(page)))
    draft.refresh_from_db()
    assert draft.answers["children"]["value"] == [second]
    assert f"children.{first}.child" not in draft.answers

    missing = anns.post(page, HOME | {"children": second, f"children.{second}.child": ""})
    assert missing.status_code == 422
    said = anns.post(page, HOME | {"children": second, f"children.{second}.child": "Eve"})
    assert said["Location"].endswith("/3/")
    assert "Child 1: Name Eve" in text_of(anns.get(f"{page[:-2]}summary/"))


def test_an_address_that_is_begun_says_which_line_is_missing(anns: Client) -> None:
    anns.post("/forms/permit/", {"drives": "yes", "plate": "X1"})
    page = f"/forms/permit/drafts/{Draft.objects.get().pk}/pages/2/"

    answer = anns.post(page, HOME | {"home.town": ""})

    assert "Home – Enter a town or city." in text_of(answer)
    assert 'value="1 Quay"' in answer.content.decode()


def test_a_script_is_told_what_came_and_nothing_is_written(anns: Client) -> None:
    first = anns.get("/forms/permit/")
    assert re.search(r'id="part-0"[^>]* hx-post="/forms/permit/"', first.content.decode())

    answer = anns.post("/forms/permit/", {"drives": "yes", "then": "look"} | drawn(first))

    body = answer.content.decode()
    assert 'id="part-1" hx-swap-oob="true"' in body
    assert 'name="plate"' in body
    assert 'value="drives plate" hx-swap-oob="true"' in body
    assert 'name="drives"' not in body
    gone = anns.post("/forms/permit/", {"drives": "no", "then": "look", "drawn-questions": "drives plate"})
    assert 'id="part-1" hidden hx-swap-oob="true"' in gone.content.decode()
    assert not Draft.objects.exists()
