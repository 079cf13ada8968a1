from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from alongside.command import main
from alongside.history.models import Entry
from alongside.lib import tenancy
from alongside.people import actions as people
from alongside.people.models import Person, ProfileField, SearchKey, Tenant

pytestmark = pytest.mark.django_db


@pytest.fixture
def council(db: None) -> Iterator[Tenant]:
    made = people.create_tenant("Port Alder Council", f"{uuid.uuid4().hex[:12]}.localhost")
    with tenancy.within(made.pk):
        yield made


def alongside(*words: str) -> int:
    return main.run(["alongside", "people", *words])


def test_people_are_made_by_the_dozen(council: Tenant, capsys: pytest.CaptureFixture[str]) -> None:
    assert alongside("make", "12", "--tenant", council.domain) == 0
    assert capsys.readouterr().out.startswith("12 people were registered")
    assert Person.objects.real().count() == 12


def test_keys_are_renewed(council: Tenant, capsys: pytest.CaptureFixture[str]) -> None:
    alongside("make", "3", "--tenant", council.domain)
    keys = set(SearchKey.objects.values_list("key", flat=True))
    SearchKey.objects.all().delete()
    assert alongside("reindex", "--tenant", council.domain) == 0
    assert "The keys of 3 people were renewed" in capsys.readouterr().out
    assert set(SearchKey.objects.values_list("key", flat=True)) == keys


def test_a_field_is_marked_searchable_and_unmarked(council: Tenant) -> None:
    assert alongside("searchable", "title", "--tenant", council.domain) == 0
    assert ProfileField.objects.get(name="title").searchable is True
    assert alongside("searchable", "title", "--off", "--tenant", council.domain) == 0
    assert ProfileField.objects.get(name="title").searchable is False
    assert Entry.objects.of_kinds("people.searchable_set").count() == 2


def test_roles_are_brought_up_to_this_release(council: Tenant) -> None:
    assert alongside("roles", "--tenant", council.domain) == 0
    assert Entry.objects.of_kinds("people.roles_reset").get().actor_ref == people.system(council).ref


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["reindex", "--tenant", "nowhere"], "Say whose people with --tenant. There are: "),
        (["searchable", "shoe_size"], "There is no field shoe_size. There are: title, given_name, "),
    ],
)
def test_what_is_not_there_is_said(
    council: Tenant, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    if "--tenant" not in words:
        words = [*words, "--tenant", council.domain]
    assert alongside(*words) == 1
    assert capsys.readouterr().err.startswith(said)
