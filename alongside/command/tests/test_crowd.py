"""A crowd is what registering everybody would have left, and its questions are about them."""

from __future__ import annotations

from itertools import chain
from random import Random

import pytest
from django.db import connection

from alongside.assisting.acting import Acting
from alongside.command import population
from alongside.command.bench import crowd, questions
from alongside.lib import ids, tenancy
from alongside.people import actions as people
from alongside.people.fields import STANDARD_FIELDS, values_of
from alongside.people.kept_keys import kept_keys
from alongside.people.models import Person, SearchKey, SegmentMember, Tenant, WordForm

PIECES = [(0, 30), (30, 30), (60, 15)]


def everything(tenant: Tenant) -> tuple[object, ...]:
    """All that is kept of a tenant's residents, but for what is drawn at random for each."""
    with tenancy.within(tenant.pk):
        residents = {
            person.pk: person for person in Person.objects.real().filter(registered_at__isnull=False)
        }
        known = {pk: str(person.profile["account_number"]) for pk, person in residents.items()}
        return (
            sorted(
                (known[pk], values_of(person), person.kind, person.username, person.is_active)
                for pk, person in residents.items()
            ),
            sorted((known[pk], key) for pk, key in SearchKey.objects.values_list("person_id", "key")),
            sorted(WordForm.objects.values_list("form", "length", "word", "kind")),
            sorted(
                known[pk]
                for pk in SegmentMember.objects.filter(person__in=residents).values_list("person", flat=True)
            ),
        )


def house() -> Tenant:
    return people.create_tenant("Elsewhere", f"t-{ids.random_id().hex[:12]}.localhost", segment="Residents")


@pytest.mark.committed
def test_a_crowd_is_what_registering_would_have_stored() -> None:
    registered, gathered = house(), house()
    with tenancy.within(registered.pk):
        everybody = chain.from_iterable(population.people(count, first=first) for first, count in PIECES)
        people.register_many(Acting.alone(people.system(registered)), everybody)
    with tenancy.within(gathered.pk):
        crowd.gather(gathered.pk, 75, piece=30)
        if connection.vendor == "sqlite":
            found = Person.objects.real().filter(profile__has_key="account_number").earliest("pk")
            assert found.registered_at.tzinfo is not None
    assert everything(gathered) == everything(registered)


def test_people_from_another_place_are_others_with_account_numbers_of_their_own() -> None:
    made = [*population.people(50), *population.people(50, first=50)]
    assert len({one.profile["account_number"] for one in made}) == 100
    assert list(population.people(20)) == list(population.people(50))[:20]


def test_a_question_tells_the_person_by_a_key_of_theirs() -> None:
    draw = Random(3)
    kinds = set()
    for made in population.people(200, everybody_has_numbers=True):
        keys = kept_keys(STANDARD_FIELDS, values_of(made))
        for question in questions.about(made, draw):
            assert any(key.startswith(question.told) for key in keys), question
            kinds.add(question.kind)
    assert len(kinds) == 57
