from __future__ import annotations

import random

import pytest
from django.db import connection

from alongside.assisting.acting import Acting, NotRecorded, Refused
from alongside.history.models import Entry
from alongside.people import actions as people
from alongside.people.actions.tests import naming
from alongside.people.actions.tests.failing import Failed, Fault
from alongside.people.merging.values import Side
from alongside.people.models import MergeState, Person, ProfileField
from tests.council import resident

pytestmark = pytest.mark.django_db


def found(acting: Acting, query: str) -> list[int]:
    return [person.id for person in people.search_people(acting, query)]


def test_both_are_back_and_found_as_before(agent: Acting, anne: Person, double: Person) -> None:
    before = naming.everything()
    merge = people.merge(agent, anne, double, reason="the same", choices={"family_name": Side.ABSORBED})
    assert naming.everything() != before

    people.undo_merge(agent, merge, reason="mother and daughter")

    assert naming.everything() == before
    assert (merge.state, merge.journal) == (MergeState.UNDONE, {})
    assert found(agent, "07700 900123") == [double.pk]
    assert found(agent, "01632 960123") == [anne.pk]


def test_both_streams_tell_that_it_was_undone(agent: Acting, anne: Person, double: Person) -> None:
    merge = people.merge(agent, anne, double, reason="the same")
    people.undo_merge(agent, merge, reason="mother and daughter")

    entries = Entry.objects.of_kinds("people.merge_undone").oldest_first()
    assert [(entry.actor_ref, entry.person_ref) for entry in entries] == [
        (agent.actor.ref, anne.ref),
        (agent.actor.ref, double.ref),
    ]
    assert (anne.refs(), double.refs()) == ([anne.ref], [double.ref])


def test_what_was_corrected_since_stays(setup: Acting, agent: Acting, anne: Person, double: Person) -> None:
    people.define_field(setup, "nicknames", "Nicknames", several=True)
    people.correct(setup, anne, {"nicknames": ["Nan"]})
    people.correct(setup, double, {"nicknames": ["Nancy"]})
    choices = dict.fromkeys(("given_name", "family_name"), Side.ABSORBED) | {"nicknames": Side.BOTH}
    merge = people.merge(agent, anne, double, reason="the same", choices=choices)
    anne.refresh_from_db()
    people.correct(setup, anne, {"family_name": "Brown", "nicknames": ["Nan", "Nancy", "Annie"]})

    people.undo_merge(agent, merge, reason="mother and daughter")

    anne.refresh_from_db()
    double.refresh_from_db()
    assert (anne.name, anne.profile["nicknames"]) == ("Anne Brown", ["Nan", "Annie"])
    assert (double.name, double.profile["nicknames"]) == ("Ann Smyth", ["Nancy"])
    assert found(agent, "anne brown") == [anne.pk]


def test_a_later_merge_must_be_undone_first(
    setup: Acting, agent: Acting, anne: Person, double: Person
) -> None:
    ben, cleo = resident(setup, "Ben", "Brown"), resident(setup, "Cleo", "Clark")
    before = naming.everything()
    first = people.merge(agent, anne, double, reason="the same")
    second = people.merge(agent, anne, ben, reason="the same")
    third = people.merge(agent, cleo, anne, reason="the same")
    assert Person.objects.get(pk=cleo.pk).refs()[1:] == [
        person.ref for person in Person.objects.filter(merged_into=cleo)
    ]
    assert {person.pk for person in Person.objects.filter(merged_into=cleo)} == {anne.pk, double.pk, ben.pk}

    for merge in (first, second):
        with pytest.raises(Refused) as refused:
            people.undo_merge(agent, merge, reason="no")
        assert refused.value.verdict.rule == "later-merge"
    for merge in (third, second, first):
        people.undo_merge(agent, merge, reason="no")
    assert naming.everything() == before


def test_it_is_undone_once_and_by_whoever_may(
    setup: Acting, agent: Acting, anne: Person, double: Person, eve: Person
) -> None:
    merge = people.merge(agent, anne, double, reason="the same")
    with pytest.raises(Refused) as refused:
        people.undo_merge(Acting.alone(eve), merge, reason="no")
    assert refused.value.verdict.rule == "right-missing"
    with pytest.raises(people.Misfit):
        people.undo_merge(agent, merge, reason="")
    people.undo_merge(agent, merge, reason="no")
    with pytest.raises(Refused) as refused:
        people.undo_merge(agent, merge, reason="no")
    assert refused.value.verdict.rule == "not-merged"


def test_nobody_undoes_a_merge_of_their_own_record_or_of_one_that_holds_more_by_now(
    setup: Acting, agent: Acting, anne: Person, double: Person
) -> None:
    merge = people.merge(agent, anne, double, reason="the same")
    role = people.create_role(setup, "More", ["people.merge", "people.define_field"])
    people.give_role(setup, role, anne)
    for actor, rule in ((anne, "nobody-merges-themselves"), (agent.actor, "person-holds-more-rights")):
        merge.refresh_from_db()
        with pytest.raises(Refused) as refused:
            people.undo_merge(Acting.alone(Person.objects.get(pk=actor.id)), merge, reason="no")
        assert refused.value.verdict.rule == rule


def test_it_works_after_a_field_was_renamed_or_removed(
    setup: Acting, agent: Acting, anne: Person, double: Person
) -> None:
    merge = people.merge(agent, anne, double, reason="the same")
    anne.refresh_from_db()
    assert anne.profile == {"telephone": "01632 960123", "mobile": "07700 900123"}
    ProfileField.objects.filter(name="mobile").update(name="portable")
    for person in Person.objects.filter(profile__has_key="mobile"):
        person.profile["portable"] = person.profile.pop("mobile")
        person.save()

    people.undo_merge(agent, merge, reason="no")

    anne.refresh_from_db()
    double.refresh_from_db()
    assert (anne.profile, double.profile) == ({"telephone": "01632 960123"}, {"portable": "07700 900123"})


def test_a_row_that_names_somebody_else_by_now_or_is_gone_stays_so(
    setup: Acting, agent: Acting, anne: Person, double: Person
) -> None:
    ben = resident(setup, "Ben", "Brown")
    readers, writers = (people.create_group(setup, name) for name in ("Readers", "Writers"))
    for group in (readers, writers):
        people.add_to_group(setup, double, group)
    merge = people.merge(agent, anne, double, reason="the same")
    anne.memberships.get(group=readers).delete()
    anne.memberships.filter(group=writers).update(person=ben)

    people.undo_merge(agent, merge, reason="no")

    assert [double.memberships.count(), anne.memberships.count(), ben.memberships.count()] == [0, 0, 1]


@pytest.mark.parametrize("undoing", [False, True], ids=["merging", "undoing"])
def test_whatever_statement_fails_nothing_has_happened(
    agent: Acting, anne: Person, double: Person, undoing: bool, vendor: str
) -> None:
    """The first, the second … statement fails, until none is left to fail: on PostgreSQL, where a rollback
    costs ten times as much, every third."""
    chance = random.Random(1)
    for reference in naming.kinds():
        naming.name(reference, double, [anne], chance)
    merge = people.merge(agent, anne, double, reason="the same") if undoing else None
    before = naming.everything()
    entries = Entry.objects.count()
    for place in range(0, 200, 3 if vendor == "postgres" else 1):
        fault = Fault(place)
        try:
            with connection.execute_wrapper(fault):
                if merge is None:
                    people.merge(agent, *Person.objects.filter(pk__in=(anne.pk, double.pk)), reason="x")
                else:
                    people.undo_merge(agent, merge, reason="x")
        except (Failed, NotRecorded):
            assert (naming.everything(), Entry.objects.count()) == (before, entries)
            continue
        break
    assert place > 20
    assert naming.everything() != before
