"""The auditor's desk: more filters and their plans, taking out, assistances, explaining."""

from __future__ import annotations

import csv
import io
import json
import uuid
from datetime import timedelta

import pytest
from django.db import connection

from alongside.assisting import actions as assisting
from alongside.assisting.acting import Acting, Refused
from alongside.assisting.sentences import sentence
from alongside.console.history.inputs import Filters
from alongside.console.history.tests.test_history import HISTORY, latest, sealed, shown
from alongside.history import finding
from alongside.history.models import Entry
from alongside.lib import clock, tenancy
from alongside.people import actions as people
from alongside.people.models import Person
from tests.cast import helping, make_person
from tests.council import browser_of, queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def helped(bob: Person, ann: Person, ben: Person) -> Acting:
    """Bob looked at Ann, helped her and changed something for her; Ben was refused."""
    people.view_details(Acting.alone(bob), ann)
    acting = helping(bob, ann)
    people.edit_profile(acting, ann, {"mobile": "07700 900123"})
    assisting.stop(Acting.alone(bob), acting.assistance)  # type: ignore[arg-type]  # it is there
    with pytest.raises(Refused):
        people.view_details(Acting.alone(ben), ann)
    return acting


def test_entries_are_found_by_outcome_rule_and_assistance(helped: Acting, olga: Person) -> None:
    browser = browser_of(olga)
    first = shown(browser.get(HISTORY, {"kind": "people.details_viewed"}).content.decode())[0]
    assert helped.assistance
    for filters, numbers in [
        ({"outcome": "refused"}, [first + 4]),
        ({"outcome": "done", "actor": str(helped.actor.ref)}, [first + 3, first + 2, first + 1, first]),
        ({"rule": "on-behalf"}, [first + 2]),
        ({"rule": "right-missing"}, [first + 4]),
        ({"rule": "own-right", "person": str(helped.person.ref)}, [first + 1, first]),
        ({"assistance": str(helped.assistance.pk)}, [first + 3, first + 2, first + 1]),
        ({"assistance": str(uuid.uuid4())}, []),
    ]:
        assert shown(browser.get(HISTORY, filters).content.decode()) == numbers, filters


@pytest.mark.parametrize("filters", [{"rule": "no-rule"}, {"assistance": "x"}, {"outcome": "x"}])
def test_what_is_no_filter_is_said(olga: Person, filters: dict[str, str]) -> None:
    assert browser_of(olga).get(HISTORY, filters).status_code == 422


@pytest.mark.parametrize(
    ("filters", "index"),
    [
        ({"kind": "people.searched"}, "history_of_kind"),
        ({"outcome": "refused"}, "history_of_kind"),
        ({"rule": "on-behalf"}, "history_by_rule"),
        ({"actor": str(uuid.uuid4())}, "history_by_actor"),
        ({"person": str(uuid.uuid4())}, "history_of_person"),
        ({"assistance": str(uuid.uuid4())}, "history_in_assistance"),
    ],
)
def test_each_filter_has_its_index(helped: Acting, vendor: str, filters: dict[str, str], index: str) -> None:
    form = Filters(filters)
    assert form.is_valid()
    if vendor == "postgres":  # a small table is read whole
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
    for entries in form.apart(Entry.objects.all()):
        plan = entries.newest_first()[:51].explain()
        assert index in plan or (vendor == "postgres" and "history_entry_pkey" in plan), plan


def test_days_are_found_by_their_numbers(olga: Person, bob: Person, ann: Person) -> None:
    numbers = []
    for days in (0, 1, 2, 3):
        with clock.moved(days=days):
            people.view_details(Acting.alone(bob), ann)
            numbers.append(Entry.objects.newest_first()[0].number)
    tenant, now = tenancy.current(), clock.now()
    for days, number in list(enumerate(numbers))[1:]:
        assert finding.first_at(tenant, now + timedelta(days=days, hours=-1)) == number
        assert finding.end_at(tenant, now + timedelta(days=days, hours=-6)) == number
    assert finding.first_at(tenant, now + timedelta(days=9)) == numbers[-1] + 1
    assert finding.first_at(tenant, now - timedelta(days=9)) == 0


def test_entries_leave_as_files_that_no_spreadsheet_runs(helped: Acting, olga: Person, bob: Person) -> None:
    evil = make_person("=HYPERLINK(1)", "+Evil")
    people.view_details(Acting.alone(bob), evil)
    browser = browser_of(olga)
    size = Entry.objects.count()

    answer = browser.post(f"{HISTORY}exports/", {"format": "csv", "kind": "people.details_viewed"})

    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]  # it streams
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["person"] for row in rows] == ["Ann Example", "'=HYPERLINK(1) +Evil"]
    assert {row["rule_says"] for row in rows} == {sentence("own-right")}
    assert latest().number == size
    assert sealed(latest()) == {
        "format": "csv", "filters": {"kind": "people.details_viewed"}, "end": size,
    }  # fmt: skip


def test_json_lines_are_an_object_each(helped: Acting, olga: Person) -> None:
    size = Entry.objects.count()
    answer = browser_of(olga).post(f"{HISTORY}exports/", {"format": "jsonl"})
    lines = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]  # it streams
    assert [int(json.loads(line)["number"]) for line in lines] == list(range(size))


def test_a_format_that_is_none_is_refused_and_nothing_leaves(olga: Person) -> None:
    assert browser_of(olga).post(f"{HISTORY}exports/", {"format": "exe"}).status_code == 422
    assert Entry.objects.of_kinds("history.exported").count() == 0


def test_a_day_of_assistances_is_a_picture_and_a_table(helped: Acting, olga: Person) -> None:
    page = browser_of(olga).get(f"{HISTORY}assistances/").content.decode()
    assert "<svg" in page
    assert page.count("Bob Helper") >= 2
    assert "stopped by the agent" in page
    assert sealed(latest()) == {"what": "assistances", "filters": {"day": clock.now().date().isoformat()}}
    assert (
        "Nobody was helped on this day"
        in browser_of(olga).get(f"{HISTORY}assistances/", {"day": "1 1 2020"}).content.decode()
    )


def test_one_assistance_from_its_start_to_its_stop(helped: Acting, olga: Person) -> None:
    assert helped.assistance
    browser = browser_of(olga)
    page = browser.get(f"{HISTORY}assistances/{helped.assistance.pk}/").content.decode()
    assert "Bob Helper helped Ann Example" in page
    assert len(shown(page)) == 3
    assert browser.get(f"{HISTORY}assistances/{uuid.uuid4()}/").status_code == 404


def test_the_page_of_a_day_asks_as_much_for_three_as_for_one(
    olga: Person, bob: Person, ann: Person, ben: Person
) -> None:
    def help(person: Person) -> None:
        acting = helping(bob, person)
        assisting.stop(Acting.alone(bob), acting.assistance)  # type: ignore[arg-type]  # it is there

    help(ann)
    one = queries_of(browser_of(olga), f"{HISTORY}assistances/")
    for person in (ann, ben):
        help(person)
    assert queries_of(browser_of(olga), f"{HISTORY}assistances/") == one


def test_an_entry_says_by_which_rule_and_leads_to_its_assistance(helped: Acting, olga: Person) -> None:
    assert helped.assistance
    number = Entry.objects.in_assistance(helped.assistance.pk).newest_first()[1].number
    page = browser_of(olga).get(f"{HISTORY}{number}/").content.decode()
    assert "Allowed by the rule <strong>on-behalf</strong>" in page
    assert f"{HISTORY}assistances/{helped.assistance.pk}/" in page


@pytest.mark.parametrize(
    ("power", "person", "said", "rule"),
    [
        ("people.edit_profile", "ann", "Yes: Bob Helper", "on-behalf"),
        ("people.edit_profile", "hal", "No: Bob Helper", "person-holds-more-rights"),
        ("people.archive_own", "ann", "No: Bob Helper", "never-delegable"),
        ("people.erase", "ann", "No: Bob Helper", "right-missing"),
    ],
)
def test_why_and_why_not_is_explained(
    olga: Person, bob: Person, ann: Person, hal: Person, power: str, person: str, said: str, rule: str
) -> None:
    answer = browser_of(olga).post(
        f"{HISTORY}explain/", {"actor": "bob", "power": power, "person": person, "about": ""}
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert said in page
    assert rule in page
    entry = latest()
    assert entry.kind == "history.read"
    assert "Bob" not in json.dumps(sealed(entry))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"actor": "", "power": ""}, "Say who would act."),
        ({"actor": "nobody", "power": "people.search"}, "There is no person"),
        ({"actor": "bob", "power": "people.search", "about": "x:1"}, "There is no thing"),
        ({"actor": "bob", "power": "invented"}, "Choose one of the list."),
    ],
)
def test_what_cannot_be_explained_says_why(
    olga: Person, bob: Person, asked: dict[str, str], said: str
) -> None:
    answer = browser_of(olga).post(f"{HISTORY}explain/", asked)
    assert answer.status_code == 422
    assert said in answer.content.decode()
