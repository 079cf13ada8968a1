"""Setting up types of cases in the browser."""

from __future__ import annotations

import pytest
from django.test import Client

from alongside.cases.deadlines import Target, Unit
from alongside.cases.models import CaseType, ChoiceKind, Part, Phase
from alongside.history.models import Entry
from alongside.people import roles
from alongside.people.models import Group
from alongside.portal.tests.doors import text_of
from tests.cast import make_person
from tests.council import browser_of, queries_of

pytestmark = pytest.mark.django_db

PLACE = "/console/case-types/"


@pytest.fixture
def administrator(groups: dict[str, Group]) -> Client:
    return browser_of(make_person("Adam", "Admin", rights=list(roles.STANDARD["Administrator"])))


def said(groups: dict[str, Group], **other: object) -> dict[str, object]:
    return {
        "name": "Pothole",
        "pattern": "PH-{year}-{number}",
        "manager_group": groups["Highways"].pk,
        "monitor": [groups["Contact centre"].pk],
        "escalation": groups["Waste rescue"].pk,
        "target_amount": "5",
        "target_unit": "working_days",
        "reminder_hours": "24",
        "managers_extend": "on",
        "sent_files": "2",
        "sent_megabytes": "3",
        "staff_files": "20",
        "staff_megabytes": "5",
        "status_new": "New",
        "statuses": "Open\nOn hold",
        "status_escalated": "Escalated",
        "status_closed": "Closed",
        "reasons": "Filled\nNo hole",
        "stages": "Inspect\nFill",
        "tasks": "Ring back: soon\ninspect: Measure the hole",
    } | other


def test_a_type_is_set_up_and_changed_as_it_was_said(administrator: Client, groups: dict[str, Group]) -> None:
    assert "No type of cases is in use" in text_of(administrator.get(PLACE))
    assert "Reasons for closing" in text_of(administrator.get(f"{PLACE}new/"))

    answer = administrator.post(f"{PLACE}new/", said(groups))

    assert (answer.status_code, answer["Location"]) == (303, PLACE)
    type = CaseType.objects.whole().get(slug="pothole")
    assert (type.manager_group, type.target) == (groups["Highways"], Target(5, Unit.WORKING_DAYS))
    assert type.groups_with(Part.MONITOR) == {groups["Contact centre"].pk}
    assert [one.name for one in type.offered(ChoiceKind.REASON)] == ["Filled", "No hole"]
    assert type.status_of(Phase.PROGRESS).name == "Open"
    assert [(one.stage and one.stage.name, one.name) for one in type.tasks()] == [
        (None, "Ring back: soon"),
        ("Inspect", "Measure the hole"),
    ]
    page = administrator.get(f"{PLACE}pothole/").content.decode()
    assert "Ring back: soon\nInspect: Measure the hole" in page
    assert 'value="PH-{year}-{number}"' in page

    changed = administrator.post(
        f"{PLACE}pothole/", said(groups, name="Holes", target_amount="", reminder_hours="")
    )
    assert changed.status_code == 303
    type = CaseType.objects.whole().get()
    assert (type.slug, type.name, type.target) == ("pothole", "Holes", None)
    assert administrator.post(f"{PLACE}pothole/retirement/").status_code == 303
    assert CaseType.objects.get().retired_at is not None
    assert Entry.objects.of_kinds("cases.type_set_up").count() == 2


WRONG = [
    ({"name": ""}, "Give the type a name"),
    ({"name": "new"}, "other than “new”"),
    ({"name": "Missed bin"}, "There is a type of this name"),
    ({"pattern": "PH"}, "A pattern needs {number} or {random}"),
    ({"manager_group": "0"}, "Choose one of the list"),
    ({"statuses": ""}, "At least one status is “In progress”."),
    ({"reasons": ""}, "Give at least one reason for closing."),
    ({"target_amount": ""}, "There is nothing to remind of without a target."),
    ({"stages": "Fill\nfill"}, "Each needs a name of its own."),
]


def test_what_cannot_be_is_said_at_its_field_and_nothing_is_lost(
    administrator: Client, groups: dict[str, Group], missed_bin: CaseType
) -> None:
    for wrong, sentence in WRONG:
        answer = administrator.post(f"{PLACE}new/", said(groups, description="Kept as it was") | wrong)
        assert (answer.status_code, sentence in text_of(answer)) == (422, True), wrong
        assert "Kept as it was" in answer.content.decode()
    assert list(CaseType.objects.all()) == [missed_bin]


def test_agents_do_not_find_it(groups: dict[str, Group], missed_bin: CaseType) -> None:
    client = browser_of(make_person("Otto", "Other", rights=list(roles.STANDARD["Agent"])))
    for path in (PLACE, f"{PLACE}new/", f"{PLACE}missed-bin/"):
        assert client.get(path).status_code == 404


def test_the_list_takes_as_many_statements_for_one_type_as_for_three(
    administrator: Client, groups: dict[str, Group], missed_bin: CaseType
) -> None:
    one = queries_of(administrator, PLACE)
    for name in ("Pothole", "Noise"):
        administrator.post(f"{PLACE}new/", said(groups, name=name))
    assert CaseType.objects.count() == 3
    assert queries_of(administrator, PLACE) == one


def test_what_is_written_about_cases_is_said_for_each_type(
    administrator: Client, missed_bin: CaseType
) -> None:
    page = f"{PLACE}missed-bin/letters/"
    assert "To the owner: a question" in text_of(administrator.get(page))
    assert "we need something from you" in text_of(administrator.get(f"{page}asked/"))
    assert administrator.get(f"{page}never/").status_code == 404
    wrong = administrator.post(f"{page}asked/", {"in_use": "on", "text": "Dear {customer}"})
    assert (wrong.status_code, "{customer} stands for nothing" in text_of(wrong)) == (422, True)

    subject = "We have a question about {reference}"
    assert (
        administrator.post(f"{page}asked/", {"subject": subject, "text": "Please {link}"}).status_code == 303
    )

    kept = missed_bin.letters.get()
    assert (kept.in_use, kept.subject, kept.text) == (False, "", "Please {link}")
    assert "Not sent" in text_of(administrator.get(page))


def test_a_routine_is_made_changed_and_removed(administrator: Client, missed_bin: CaseType) -> None:
    place = f"{PLACE}missed-bin/routines/"
    assert "No routines yet" in text_of(administrator.get(place))
    look = missed_bin.offered(ChoiceKind.STAGE)[0]
    said = {"name": "Begin", "when": f"stage:{look.pk}", "in_use": "on", "do1": "note", "text1": "We look."}
    wrong = administrator.post(f"{place}new/", said | {"do2": "extend", "text2": "soon"})
    assert wrong.status_code == 422
    assert "Step 2: enter a number" in text_of(wrong)

    assert administrator.post(f"{place}new/", said | {"do3": "extend", "text3": "2"})["Location"] == place
    kept = missed_bin.routines.get()
    assert [(step.do, step.text, step.amount) for step in kept.routine.steps] == [
        ("note", "We look.", 0),
        ("extend", "", 2),
    ]
    listed = text_of(administrator.get(place))
    assert "it comes to the stage Look for the crew" in listed
    again = administrator.get(f"{place}{kept.pk}/").content.decode()
    assert 'value="We look."' in again
    assert administrator.post(f"{place}{kept.pk}/", said | {"when": "raised"})["Location"] == place
    assert missed_bin.routines.get().when == "raised"
    administrator.post(f"{place}{kept.pk}/removal/")
    assert not missed_bin.routines.exists()
