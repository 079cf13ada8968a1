from __future__ import annotations

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from alongside.assisting import actions as assisting
from alongside.assisting.acting import Acting, Refused
from alongside.console.people.views import visible
from alongside.history.models import Entry
from alongside.jobs import actions as jobs
from alongside.jobs.models import Job
from alongside.people import actions as people
from alongside.people.models import Group, Person, SearchKey, SuspectedPair, WordForm
from alongside.people.searching.vocabulary import words_of
from tests.cast import AGENT, make_person
from tests.council import browser_of, resident

pytestmark = pytest.mark.django_db

TYPED = {"given_name": "Zelda", "family_name": "Quill", "email": "zelda@example.com"}


@pytest.fixture
def zelda(setup: Acting) -> Person:
    """Who is registered before anything is restricted."""
    return resident(setup, "Zelda", "Quill", email="zelda@example.com", postcode="PA1 1AA")


@pytest.fixture
def customers(setup: Acting) -> Group:
    return people.create_group(setup, "Customers")


@pytest.fixture
def agent(tenant: object) -> Acting:
    return Acting.alone(
        make_person("Bob", "Helper", rights=[*AGENT, "people.find_duplicates", "people.match_file"])
    )


def restrict(setup: Acting, *groups: Group, keys_too: bool = True) -> None:
    job = people.set_searched_groups(
        setup, [one.pk for one in groups], joined=groups[0].pk if groups else None, here=True
    )
    if keys_too:
        jobs.run_here(job, pause=0)


def found(agent: Acting, query: str = "zelda quill") -> list[str]:
    return [person.given_name for person in people.search_people(agent, query)]


@pytest.mark.parametrize("keys_too", [False, True], ids=["at once", "re-indexed"])
@pytest.mark.parametrize(
    "query", ["zelda", "quill zelda", "zelda@example.com", "pa1 1aa", "Zleda Quill", "quil"]
)
def test_who_belongs_to_no_group_that_is_searched_is_not_found(
    setup: Acting, agent: Acting, zelda: Person, customers: Group, query: str, keys_too: bool
) -> None:
    assert found(agent, query) == ["Zelda"]
    restrict(setup, customers, keys_too=keys_too)
    assert found(agent, query) == []
    assert people.look_for_same(agent, TYPED) == []
    assert list(people.match_file(agent, [TYPED], name="x.csv")) == [[]]


def test_who_is_not_found_is_not_met_by_number_either(
    setup: Acting, agent: Acting, zelda: Person, customers: Group
) -> None:
    client = browser_of(agent.actor)  # type: ignore[arg-type]
    restrict(setup, customers)
    pages = [f"/console/people/{zelda.pk}/", f"/console/people/{zelda.pk}/correction/"]
    pages += [f"/console/?u={zelda.pk}", f"/console/assistances/new/?person={zelda.pk}"]
    unknown = [page.replace(str(zelda.pk), str(zelda.pk + 1)) for page in pages]
    told = [client.get(page) for page in pages]
    stranger = [client.get(page) for page in unknown]
    assert [one.status_code for one in told] == [one.status_code for one in stranger]
    assert "Quill" not in "".join(one.content.decode() for one in told)
    with pytest.raises(Http404):
        visible(agent, zelda.pk)
    for deed in (people.view_details, assisting.start):
        with pytest.raises(Refused) as refused:
            deed(agent, zelda)
        assert refused.value.verdict.rule == "not-among-those-sought"


def test_who_joins_is_found_and_whoever_is_registered_now_joins_by_themselves(
    setup: Acting, agent: Acting, zelda: Person, customers: Group
) -> None:
    restrict(setup, customers)
    people.add_to_group(setup, zelda, customers)
    assert found(agent) == ["Zelda"]
    new = people.register(agent, given_name="Zora", family_name="Quill")
    assert found(agent, "zora") == ["Zora"]
    assert list(new.groups.all()) == [customers]
    people.register_many(setup, [])
    people.view_details(agent, new)


def test_everybody_is_found_again_when_no_group_is_chosen(
    setup: Acting, agent: Acting, zelda: Person, customers: Group
) -> None:
    restrict(setup, customers)
    restrict(setup)
    assert found(agent) == ["Zelda"]
    groups = [entry.open().data["groups"] for entry in Entry.objects.of_kinds("people.searched_groups_set")]
    assert groups == ["Customers", "everybody"]


def test_staff_are_found_where_their_group_is_chosen(setup: Acting, agent: Acting, customers: Group) -> None:
    colleague = resident(setup, "Zelda", "Quill")
    staff = people.create_group(setup, "Staff", staff=True)
    people.add_to_group(setup, colleague, staff)
    restrict(setup, customers, staff)
    assert found(agent) == ["Zelda"]


def test_a_question_reads_no_more_for_those_who_must_not_be_found(
    setup: Acting, agent: Acting, zelda: Person, customers: Group
) -> None:
    """No key and no word of theirs is left, so nothing of them is read, counted or waited for."""
    words = words_of(SearchKey.objects.filter(person_id=zelda.pk).values_list("key", flat=True))
    restrict(setup, customers)
    assert not SearchKey.objects.filter(person_id=zelda.pk).exists()
    assert not WordForm.objects.filter(word__in=[word.text for word in words]).exists()

    def statements(query: str) -> list[str]:
        with CaptureQueriesContext(connection) as queries:
            assert found(agent, query) == []
        return [query["sql"].split("WHERE")[0] for query in queries]

    statements("warm up")
    assert len(statements("zelda quill")) == len(statements("zelmo quinn"))


def test_pairs_show_nobody_who_is_not_found(
    setup: Acting, agent: Acting, zelda: Person, customers: Group
) -> None:
    resident(setup, "Zelda", "Quill", email="zelda@example.com", postcode="PA1 1AA")
    jobs.run_here(people.find_duplicates(setup, here=True), pause=0)
    client = browser_of(agent.actor)  # type: ignore[arg-type]
    assert SuspectedPair.objects.count() == 1
    assert "Quill" in client.get("/console/duplicates/").content.decode()
    restrict(setup, customers)
    assert "Quill" not in client.get("/console/duplicates/").content.decode()


def test_new_people_join_a_group_that_is_found_and_is_not_of_staff(setup: Acting, customers: Group) -> None:
    staff = people.create_group(setup, "Staff", staff=True)
    for joined in (None, staff.pk, 0):
        with pytest.raises(people.Misfit):
            people.set_searched_groups(setup, [customers.pk, staff.pk], joined=joined)
    assert not Group.objects.filter(searched=True).exists()
    assert not Job.objects.filter(work="people.reindex").exists()
