"""The list of cases and the page of one."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from alongside.assisting.acting import Acting
from alongside.cases import actions as cases
from alongside.cases.models import Case, CaseType, ChoiceKind, Link, LinkKind
from alongside.people.models import Group, Person, Tenant
from tests.cast import AGENT, helping, make_person, sign_in
from tests.council import queries_of

pytestmark = pytest.mark.django_db

LIST = "/console/cases/"


@pytest.fixture
def marys(tenant: Tenant, mary: Person) -> Client:
    return sign_in(tenant, mary)


def raise_for(owner: Person, type: CaseType, title: str, **contact: str) -> Case:
    setup = make_person(title.split()[0] + "er", "Raiser", rights=AGENT)
    return cases.raise_case(helping(setup, owner), type, title=title, contact=contact)


def found(client: Client, **asked: str) -> list[str]:
    """The titles that a search finds, in their order."""
    return titles(client.post(LIST, asked, follow=True))


def titles(page: Any) -> list[str]:
    assert page.status_code == 200
    return re.findall(r'<br>[^<]*<p class="quiet small">([^<]*)</p>', page.content.decode())


def turned(page: Any, way: str) -> str:
    """The address of the page before or after."""
    link = re.search(f'href="([^"]*)" rel="{way}"', page.content.decode())
    return unescape(link[1]) if link else ""


def test_cases_are_found_by_any_word_and_narrowed_by_fields(
    marys: Client, ann: Person, ben: Person, missed_bin: CaseType
) -> None:
    bins = raise_for(ann, missed_bin, "Bins were not collected", telephone="01632 960101", postcode="PL4 8AA")
    raise_for(ben, missed_bin, "Garden waste left", address="12 Acacia Avenue, Plymouth")

    for words in (
        "collecting",
        "EXAMPLE",
        "ann@example.com",
        bins.reference,
        "01632 960101",
        "pl4 8aa",
        "pl48aa",
    ):
        assert found(marys, q=words) == ["Bins were not collected"], words
    assert found(marys, q="collected acacia") == ["Garden waste left", "Bins were not collected"]
    assert found(marys, q="collected acacia", order="oldest")[0] == "Bins were not collected"
    assert found(marys, q="waste ann garden", order="relevance")[0] == "Garden waste left"
    assert found(marys, q="collected acacia", name="Ben Sample") == ["Garden waste left"]
    assert found(marys, name="Ben", email="ann@example.com") == []
    assert found(marys, address="Acacia Ave Plymouth") == []
    assert found(marys, address="Acacia Plymouth") == ["Garden waste left"]
    assert found(marys, telephone="01632 960101") == ["Bins were not collected"]
    assert found(marys, status="New", type="missed-bin") == ["Garden waste left", "Bins were not collected"]
    assert found(marys, status="Closed") == []
    assert found(marys, q="!?") == []


def test_contact_details_that_were_changed_are_found_and_the_old_ones_are_not(
    marys: Client, case: Case, mary: Person
) -> None:
    cases.change_contact(Acting.alone(mary), case, {"telephone": "01632 960111"})
    cases.change_contact(Acting.alone(mary), case, {"telephone": "01632 960122"})
    assert found(marys, q="01632 960122") == [case.title]
    assert found(marys, q="01632 960111") == []


def test_pages_follow_each_other_without_gap(
    marys: Client, ann: Person, mary: Person, missed_bin: CaseType
) -> None:
    for number in range(45):
        cases.raise_case(Acting.alone(mary), missed_bin, title=f"Case of Mary {number}")
    for asked in ({}, {"q": "mary case"}):
        page = marys.post(LIST, asked, follow=True)
        seen: list[str] = []
        while True:
            seen += titles(page)
            if not (onwards := turned(page, "next")):
                break
            page = marys.get(LIST + onwards)
        assert seen == [f"Case of Mary {number}" for number in range(44, -1, -1)]
        assert titles(marys.get(LIST + turned(page, "prev"))) == seen[20:40]


def test_no_name_stands_in_an_address(marys: Client, case: Case) -> None:
    for page in (marys.get(LIST), marys.post(LIST, {"q": "x"}, follow=True)):
        assert '<select id="id_type" name="type">' in page.content.decode()
    answer = marys.post(LIST, {"q": "Ann Example 01632"})
    assert answer.status_code == 303
    assert "ann" not in answer["Location"].lower()


def test_the_list_asks_for_no_row_by_itself(
    marys: Client, case: Case, mary: Person, ben: Person, missed_bin: CaseType
) -> None:
    one = queries_of(marys, LIST)
    for number in range(2):
        cases.raise_case(Acting.alone(mary), missed_bin, title=f"Another {number}")
    assert queries_of(marys, LIST) == one


def test_a_case_is_worked_on_from_its_page(
    marys: Client, case: Case, mary: Person, groups: dict[str, Group], missed_bin: CaseType
) -> None:
    at = f"{LIST}{case.pk}/"
    chosen = {kind: missed_bin.offered(kind) for kind in ChoiceKind}
    hold = next(one for one in chosen[ChoiceKind.STATUS] if one.name == "On hold")
    for noun, said in (
        ("claim", {}),
        ("release", {}),
        ("assignment", {"to": mary.pk}),
        ("status", {"to": hold.pk}),
        ("stage", {"to": chosen[ChoiceKind.STAGE][0].pk}),
        ("subtype", {"to": chosen[ChoiceKind.SUBTYPE][0].pk}),
        ("extension", {"amount": "2", "unit": "days", "reason": "The crew is ill."}),
        ("private-note", {"text": "The owner is upset."}),
        ("question", {"text": "Which bin was it?"}),
        ("question-withdrawal", {}),
        ("escalation", {}),
        ("reassignment", {"to": groups["Highways"].pk}),
        ("closing", {"to": chosen[ChoiceKind.REASON][0].pk}),
        ("reopening", {}),
    ):
        answer = marys.post(f"{at}{noun}/", said)
        assert answer.status_code == 303, (noun, answer.content.decode()[:3000])
    page = marys.get(at).content.decode()
    for text in ("The owner is upset.", "Which bin was it?", "The crew is ill.", "Highways"):
        assert text in page


def test_what_does_not_fit_is_said_and_kept(marys: Client, case: Case) -> None:
    at = f"{LIST}{case.pk}/"
    answer = marys.post(f"{at}extension/", {"amount": "many", "unit": "days", "reason": "The crew is ill."})
    page = answer.content.decode()
    assert (answer.status_code, "The crew is ill." in page, "Enter a whole number" in page) == (
        422,
        True,
        True,
    )
    assert marys.post(f"{at}claim/").status_code == 303
    again = marys.post(f"{at}claim/")
    assert (again.status_code, "It is in these hands already." in again.content.decode()) == (409, True)


def test_cases_are_linked_and_links_are_taken_away(
    marys: Client, case: Case, mary: Person, missed_bin: CaseType
) -> None:
    other = cases.raise_case(Acting.alone(mary), missed_bin, title="The same again")
    at = f"{LIST}{case.pk}/"
    said = {"reference": other.reference.lower(), "kind": LinkKind.PARENT}
    assert marys.post(f"{at}links/", said).status_code == 303
    assert "Child of" in marys.get(f"{LIST}{other.pk}/").content.decode()
    assert marys.post(f"{LIST}{other.pk}/links/{Link.objects.get().pk}/removal/").status_code == 303
    assert not Link.objects.exists()
    unknown = marys.post(f"{at}links/", {"reference": "MB-0", "kind": "related"})
    assert (unknown.status_code, "MB-0" in unknown.content.decode()) == (409, True)


def test_a_case_that_went_to_others_leaves_for_the_list(
    marys: Client, setup: Acting, case: Case, groups: dict[str, Group]
) -> None:
    pothole = cases.set_up(setup, "pothole", cases.Plan("Pothole", groups["Highways"]))
    answer = marys.post(f"{LIST}{case.pk}/type/", {"to": pothole.pk})
    assert (answer.status_code, answer["Location"]) == (303, LIST)
    assert marys.get(f"{LIST}{case.pk}/").status_code == 404
