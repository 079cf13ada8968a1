"""Building a form in the console, page by page."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from alongside.assisting.acting import Acting
from alongside.console.forms import conditions
from alongside.forms import actions, designing, keys
from alongside.forms.models import Design, Form, FormVersion
from alongside.forms.tests.samples import PERMIT
from alongside.people.models import Group, Person
from tests.cast import make_person
from tests.council import browser_of, queries_of

pytestmark = pytest.mark.django_db

FORMS = "/console/forms/"
HERE = f"{FORMS}permit/"


@pytest.fixture
def dora(setup: Acting) -> Person:
    """Who designs forms."""
    return make_person("Dora", "Designer", rights=["console.enter", "forms.design", "forms.publish"])


@pytest.fixture
def browser(dora: Person) -> Client:
    return browser_of(dora)


@pytest.fixture
def design(dora: Person) -> Design:
    """A working copy of a form in use."""
    form = actions.publish(Acting.alone(dora), slug="permit", title="Permit", definition=PERMIT)
    return actions.begin_design(Acting.alone(dora), form)


def now() -> dict[str, Any]:
    return designing.definition_of(Design.objects.get().sketch)


def id_of(called: str) -> str:
    spots = designing.spots(Design.objects.get().sketch)
    return next(str(one.part["id"]) for one in spots if designing.called(one.part) == called)


def shown(answer: Any) -> str:
    text: str = answer.content.decode()
    return text


def test_a_form_is_built_and_published_without_code(browser: Client) -> None:
    assert "There is no form yet" in shown(browser.get(FORMS))
    browser.post(f"{FORMS}new/", {"title": "Skip for rubble"})
    here = f"{FORMS}skip-for-rubble/"
    page = id_of("First page")
    assert "Before this can be published" in shown(browser.get(here))

    browser.post(
        f"{here}parts/{page}/items/choice/",
        {"label": "Size", "choices": "Small\nVery large\nxl | Enormous", "required": "on"},
    )
    browser.post(
        f"{here}parts/{page}/items/long_text/",
        {
            "label": "Why so large?",
            "tests": "1",
            "joined": "all",
            "test-0-question": "size",
            "test-0-test": "equals",
            "test-0-value": "xl",
        },
    )
    assert now() == {
        "pages": [
            {
                "title": "First page",
                "items": [
                    {
                        "type": "choice",
                        "name": "size",
                        "label": "Size",
                        "required": True,
                        "choices": [
                            {"value": "small", "label": "Small"},
                            {"value": "very_large", "label": "Very large"},
                            {"value": "xl", "label": "Enormous"},
                        ],
                    },
                    {
                        "type": "long_text",
                        "name": "why_so_large",
                        "label": "Why so large?",
                        "condition": {"question": "size", "equals": "xl"},
                    },
                ],
            }
        ]
    }
    assert "Shown only if “Size” is Enormous" in shown(browser.get(here))

    publication = shown(browser.get(f"{here}publication/"))
    assert 'value="Added First page, Size, Why so large?."' in publication
    revision = Design.objects.get().revision
    assert (
        browser.post(f"{here}publication/", {"revision": revision, "change": "The first"}).status_code == 303
    )
    assert (Form.objects.get().title, FormVersion.objects.get().change) == ("Skip for rubble", "The first")


def test_every_kind_has_a_page_with_all_its_keys(browser: Client, design: Design) -> None:
    sheets = {kind.value: sheet.every for kind, sheet in keys.KINDS.items()}
    for kind, asked in {**sheets, "information": keys.INFORMATION.keys}.items():
        page = shown(browser.get(f"{HERE}parts/{id_of('About you')}/items/{kind}/"))
        names = [key.name for key in asked if key.sort not in (keys.Sort.ITEMS, keys.Sort.CONDITION)]
        missing = [name for name in names if name != "type" and f'name="{name}"' not in page]
        assert missing == [], kind


def test_questions_are_moved_doubled_removed_and_that_is_undone(browser: Client, design: Design) -> None:
    plate, about = id_of("Registration number"), id_of("About you")
    browser.post(f"{HERE}parts/{plate}/place/", {"to": "down"})
    browser.post(f"{HERE}parts/{plate}/place/", {"to": about})
    browser.post(f"{HERE}parts/{plate}/copy/")
    browser.post(f"{HERE}parts/{plate}/removal/")
    names = [[one.get("name") for one in page["items"]] for page in now()["pages"]]
    assert names == [[None, "full_name", "born", "plate_2"], ["zones"]]
    for _ in range(4):
        browser.post(f"{HERE}steps/back/")
    assert now() == PERMIT
    assert "Done again: moved Registration number down." in shown(
        browser.post(f"{HERE}steps/forward/", follow=True)
    )


def test_what_contradicts_itself_is_kept_and_said_where_it_is(browser: Client, design: Design) -> None:
    plate = id_of("Registration number")
    answer = browser.post(
        f"{HERE}parts/{plate}/",
        {"label": "Registration number", "name": "plate", "min_length": "20", "max_length": "10"},
        follow=True,
    )
    said = "Min length is more than there may be."
    assert said in shown(answer)
    assert said in shown(browser.get(f"{HERE}parts/{plate}/"))
    assert f"{HERE}parts/{plate}/" in shown(browser.get(f"{HERE}publication/"))
    assert browser.post(f"{HERE}publication/", {"revision": "2"}).status_code == 422
    assert browser.get("/previews/permit/1/").status_code == 303


def test_what_cannot_be_read_keeps_what_was_typed(browser: Client, design: Design) -> None:
    plate = id_of("Registration number")
    answer = browser.post(f"{HERE}parts/{plate}/", {"label": "Plate", "min_length": "ten"})
    assert answer.status_code == 422
    assert "Enter a whole number." in shown(answer)
    assert 'value="ten"' in shown(answer)
    assert now() == PERMIT


def test_two_designers_of_one_question(browser: Client, design: Design) -> None:
    plate = id_of("Registration number")
    was = designing.fingerprint(designing.spot(design.sketch, plate).part)
    mine = {"was": was, "label": "Number plate", "name": "plate"}
    browser.post(f"{HERE}parts/{plate}/", {"was": was, "label": "Plate", "name": "plate"})
    answer = browser.post(f"{HERE}parts/{plate}/", mine)
    assert answer.status_code == 409
    assert 'value="Number plate"' in shown(answer)
    assert "Dora Designer changed this while you did" in shown(answer)
    browser.post(f"{HERE}parts/{plate}/", mine | {"over": "yes"})
    assert id_of("Number plate") == plate
    browser.post(f"{HERE}parts/{plate}/removal/")
    gone = browser.post(f"{HERE}parts/{plate}/place/", {"to": "up"}, follow=True)
    assert "Somebody else removed this meanwhile" in shown(gone)


def test_conditions_are_built_row_by_row(browser: Client, design: Design) -> None:
    plate = f"{HERE}parts/{id_of('Registration number')}/"
    rows = {"label": "Plate", "name": "plate", "tests": "1", "test-0-question": "zones"}
    more = shown(browser.post(plate, rows | {"row": "add"}))
    assert 'name="test-1-question"' in more
    assert '<option value="a">Zone A</option>' in more
    both = {
        "tests": "2",
        "joined": "any",
        "test-0-test": "contains",
        "test-0-value": "a",
        "test-1-question": "full_name",
        "test-1-test": "filled",
        "test-1-value": "no",
    }
    browser.post(plate, rows | both)
    assert now()["pages"][1]["items"][0]["condition"] == {
        "any": [{"question": "zones", "contains": "a"}, {"question": "full_name", "filled": False}]
    }
    assert "“Zones” contains Zone A, or “Full name” is not answered" in shown(browser.get(plate))
    wrong = browser.post(plate, rows | {"test-0-test": "contains", "test-0-value": ""})
    assert (wrong.status_code, "Say with what the answer is compared." in shown(wrong)) == (422, True)


def test_a_condition_of_groups_is_built_and_comes_back_as_it_was(browser: Client, design: Design) -> None:
    plate = f"{HERE}parts/{id_of('Registration number')}/"
    named = {"question": "full_name", "filled": True}
    zones = [{"question": "zones", "contains": one} for one in ("a", "b")]
    shapes: list[Any] = [
        named,
        {"not": named},
        {"any": [named, *zones]},
        {"all": [{"not": named}, {"any": zones}]},
        {"any": [{"all": [named, zones[0]]}, {"all": [{"not": zones[1]}, named]}, zones[1]]},
    ]
    for shape in shapes:
        rows: dict[str, str] = {"label": "Plate", "name": "plate"}
        found = conditions.flat(shape)
        assert found is not None
        rows["joined"], tests, joins = found
        rows |= {"tests": str(len(tests))} | {f"group-{one}": how for one, how in joins.items()}
        for place, said in enumerate(tests):
            form = conditions.TestForm({"full_name": {}, "zones": {}}, said=said, prefix="x")
            for name in ("question", "test", "value", "group", "turned"):
                if value := form[name].value():
                    rows[f"test-{place}-{name}"] = "on" if value is True else str(value)
        browser.post(plate, rows)
        assert now()["pages"][1]["items"][0]["condition"] == shape
    page = shown(browser.get(plate))
    assert ('id="group-2"' in page, 'name="test-4-group"' in page) == (True, True)
    for deeper in ({"not": {"any": zones}}, {"all": [named, {"any": [named, {"all": zones}]}]}):
        assert conditions.flat(deeper) is None


def test_a_nested_condition_is_kept_and_can_be_taken_away(
    browser: Client, design: Design, dora: Person
) -> None:
    both = [{"question": "full_name", "filled": True}, {"question": "zones", "contains": "a"}]
    nested = {"not": {"all": both}}
    plate = id_of("Registration number")
    said = {"type": "text", "name": "plate", "label": "Plate", "condition": nested}
    actions.edit(Acting.alone(dora), design, designing.change(plate, said))
    browser.post(f"{HERE}parts/{plate}/", {"label": "Number", "name": "plate"})
    assert now()["pages"][1]["items"][0]["condition"] == nested
    browser.post(f"{HERE}parts/{plate}/", {"label": "Number", "name": "plate", "uncondition": "yes"})
    assert "condition" not in now()["pages"][1]["items"][0]


def test_pages_and_the_ending_and_the_settings_are_said(browser: Client, design: Design) -> None:
    staff = Group.objects.create(name="Permits", staff=True)
    browser.post(f"{HERE}pages/", {"title": "More"})
    browser.post(f"{HERE}parts/{id_of('More')}/", {"title": "Much more", "help": "Nearly done."})
    browser.post(
        f"{HERE}ending/", {"title": "Check", "text": "", "button": "Send", "confirmation": "Thanks."}
    )
    answer = browser.post(
        f"{HERE}settings/", {"title": "Parking permit", "sensitive": "on", "staff": [str(staff.pk)]}
    )
    assert answer.status_code == 303
    assert (now()["pages"][2]["title"], now()["confirmation"]) == ("Much more", "Thanks.")
    assert now()["summary"]["button"] == "Send"
    content = Design.objects.get().content
    assert (content["title"], content["staff"], content["sensitive"]) == ("Parking permit", [staff.pk], True)
    assert browser.post(f"{HERE}settings/", {"title": "Late", "was": "old"}).status_code == 409


def test_a_preview_is_what_people_see_and_hands_nothing_in(browser: Client, design: Design) -> None:
    first = shown(browser.get("/previews/permit/1/"))
    assert "Nothing is kept, and nothing is handed in." in first
    assert "You are asking as Dora Designer." in first
    wrong = browser.post("/previews/permit/1/", {"full_name": ""})
    assert (wrong.status_code, "Error: " in shown(wrong)) == (422, True)
    answer = browser.post("/previews/permit/1/", {"full_name": "Ann", "born": "12/3/1980"})
    assert answer["Location"] == "/previews/permit/2/"
    assert "Your permit comes by post." in shown(browser.get("/previews/permit/3/"))
    assert browser.get("/previews/permit/4/").status_code == 404


def test_versions_are_compared_and_restored(browser: Client, design: Design) -> None:
    browser.post(f"{HERE}parts/{id_of('Zones')}/removal/")
    browser.post(f"{HERE}publication/", {"revision": Design.objects.get().revision, "change": "No zones"})
    assert "No zones" in shown(browser.get(f"{HERE}versions/"))
    page = shown(browser.get(f"{HERE}versions/comparison/?from=1&to=2"))
    assert "<strong>Zones</strong>" in page
    assert "Removed" in page
    assert browser.get(f"{HERE}versions/comparison/?from=1&to=9").status_code == 404
    browser.post(f"{HERE}versions/1/restoration/")
    assert now() == PERMIT


def test_a_form_is_exported_and_imported(browser: Client, design: Design) -> None:
    exported = browser.get(f"{HERE}definition/file/")
    assert json.loads(exported.content) == {"title": "Permit", "definition": PERMIT}
    browser.post(f"{FORMS}import/", {"definition": exported.content.decode(), "slug": "again"})
    assert Design.objects.get(slug="again").title == "Permit"
    wrong = browser.post(f"{HERE}definition/", {"definition": '{"pages": [{"title": "A", "items": [{}]}]}'})
    assert (wrong.status_code, "pages[0].items[0].type: is missing." in shown(wrong)) == (422, True)
    assert "This is no JSON" in shown(browser.post(f"{FORMS}import/", {"definition": "{"}))
    assert "Choose a file, or paste the JSON." in shown(browser.post(f"{FORMS}import/"))


def test_a_form_is_taken_out_of_use_and_back(browser: Client, design: Design) -> None:
    browser.post(f"{HERE}working-copy/removal/")
    assert "Begin a working copy" in shown(browser.get(HERE))
    browser.get(f"{HERE}retirement/")
    browser.post(f"{HERE}retirement/")
    assert browser.get("/forms/permit/").status_code == 404
    assert "Out of use" in shown(browser.get(FORMS))
    browser.post(f"{HERE}return/")
    assert browser.get("/forms/permit/").status_code == 200


def test_a_form_of_five_hundred_questions_stays_small(browser: Client, dora: Person) -> None:
    pages = [
        {
            "title": f"Page {page}",
            "items": [{"type": "text", "name": f"q{page}_{n}", "label": f"Question {n}"} for n in range(25)],
        }
        for page in range(20)
    ]
    actions.new_design(Acting.alone(dora), title="Long", definition={"pages": pages})
    little = queries_of(browser, f"{FORMS}long/")
    assert len(browser.get(f"{FORMS}long/").content) < 60_000
    at = id_of("Page 7")
    assert "q7" not in shown(browser.get(f"{FORMS}long/"))
    assert shown(browser.get(f"{FORMS}long/?at={at}")).count("Question 24") > 0
    assert queries_of(browser, f"{FORMS}long/?at={at}") == little <= 12


def test_the_list_takes_as_many_statements_for_three_as_for_one(browser: Client, dora: Person) -> None:
    def made(slug: str) -> None:
        actions.publish(Acting.alone(dora), slug=slug, title=slug, definition=PERMIT)
        actions.new_design(Acting.alone(dora), title=f"{slug} new")
        actions.begin_design(Acting.alone(dora), Form.objects.get(slug=slug))

    made("one")
    once = queries_of(browser, FORMS)
    made("two")
    made("three")
    assert queries_of(browser, FORMS) == once


def test_agents_are_not_offered_it(bob: Person, design: Design) -> None:
    browser = browser_of(bob)
    for address in (FORMS, HERE, f"{HERE}publication/", f"{HERE}versions/"):
        assert browser.get(address).status_code == 404
