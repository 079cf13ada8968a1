from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoCaptureOnCommitCallbacks

from alongside.assisting import actions as assisting
from alongside.assisting.acting import Acting, Refused
from alongside.assisting.models import Assistance
from alongside.history.models import Entry
from alongside.interactions.models import Interaction
from alongside.lib import clock
from alongside.people import actions as people
from alongside.people.merging.values import Side
from alongside.people.models import Merge, MergeState, Person, SearchKey
from tests.council import resident

pytestmark = pytest.mark.django_db


def found(acting: Acting, query: str) -> list[int]:
    return [person.id for person in people.search_people(acting, query)]


def refusal(acting: Acting, kept: Person, absorbed: Person) -> str:
    with pytest.raises(Refused) as refused:
        people.merge(acting, kept, absorbed, reason="the same")
    absorbed.refresh_from_db()
    assert (absorbed.merged_into, absorbed.is_active, Merge.objects.count()) == (None, True, 0)
    return refused.value.verdict.rule


def test_one_record_stays_with_the_values_chosen_and_the_other_is_closed(
    agent: Acting, anne: Person, double: Person
) -> None:
    merge = people.merge(
        agent, anne, double, reason="Same day of birth", choices={"family_name": Side.ABSORBED}
    )

    anne.refresh_from_db()
    double.refresh_from_db()
    assert (merge.state, merge.reason) == (MergeState.MERGED, "Same day of birth")
    assert (anne.name, anne.date_of_birth) == ("Anne Smyth", date(1980, 3, 12))
    assert anne.profile == {"telephone": "01632 960123", "mobile": "07700 900123"}
    assert (double.merged_into, double.is_active, double.name) == (anne, False, "Ann Smyth")


def test_the_record_that_stays_is_found_by_what_was_chosen_and_the_other_by_nothing(
    agent: Acting, anne: Person, double: Person
) -> None:
    people.merge(agent, anne, double, reason="the same", choices={"family_name": Side.ABSORBED})

    assert found(agent, "anne smyth") == [anne.pk]
    assert found(agent, "07700 900123") == [anne.pk]
    assert found(agent, "anne@example.com") == [anne.pk]
    assert not SearchKey.objects.filter(person_id=double.pk).exists()


def test_several_values_stay_together(setup: Acting, agent: Acting, anne: Person, double: Person) -> None:
    people.define_field(setup, "nicknames", "Nicknames", several=True)
    people.correct(setup, anne, {"nicknames": ["Annie", "Nan"]})
    people.correct(setup, double, {"nicknames": ["Nan", "Nancy"]})

    people.merge(agent, anne, double, reason="the same", choices={"nicknames": Side.BOTH})

    anne.refresh_from_db()
    assert anne.profile["nicknames"] == ["Annie", "Nan", "Nancy"]


def test_nobody_chooses_a_field_that_they_do_not_see(
    setup: Acting, agent: Acting, anne: Person, double: Person
) -> None:
    elsewhere = people.create_segment(setup, "Elsewhere")
    people.define_field(setup, "note", "Note", segment=elsewhere)
    people.define_field(setup, "number", "Number", segment=elsewhere)
    people.join_segment(setup, anne, elsewhere)
    people.join_segment(setup, double, elsewhere)
    setup = Acting.alone(Person.objects.get(pk=setup.actor.id))
    anne, double = (Person.objects.get(pk=one.pk) for one in (anne, double))
    people.correct(setup, anne, {"note": "hers"})
    people.correct(setup, double, {"note": "the other's", "number": "7"})

    merge = people.merge(agent, anne, double, reason="the same", choices={"note": Side.ABSORBED})

    anne.refresh_from_db()
    assert merge.choices == {}
    assert (anne.profile["note"], anne.profile["number"]) == ("hers", "7")


def test_both_streams_tell_of_it_and_stay_readable(agent: Acting, anne: Person, double: Person) -> None:
    merge = people.merge(agent, anne, double, reason="the same")

    anne.refresh_from_db()
    entries = Entry.objects.of_kinds("people.merged").oldest_first()
    assert [(entry.actor_ref, entry.person_ref, entry.private) for entry in entries] == [
        (agent.actor.ref, double.ref, False),
        (agent.actor.ref, anne.ref, False),
    ]
    told = [contents.data for entry in entries if (contents := entry.open())]
    assert [(data["outcome"], data["other"]) for data in told] == [
        ("this record was closed", str(anne.ref)),
        ("this record stays", str(double.ref)),
    ]
    assert {entry.about for entry in entries} == {f"people.merge:{merge.pk}"}
    assert anne.refs() == [anne.ref, double.ref]
    assert {entry.person_ref for entry in Entry.objects.of_people(anne.refs())} == {anne.ref, double.ref}


def test_no_merge_without_a_reason(agent: Acting, anne: Person, double: Person) -> None:
    with pytest.raises(people.Misfit) as misfit:
        people.merge(agent, anne, double, reason=" ")
    assert misfit.value.errors == {"reason": "Say why."}
    assert Merge.objects.count() == 0


def test_a_record_cannot_be_left_without_a_name(setup: Acting, agent: Acting, anne: Person) -> None:
    other = resident(setup, "", "Smith")
    people.correct(setup, anne, {"family_name": ""})
    choices = {"given_name": Side.ABSORBED, "family_name": Side.KEPT}
    with pytest.raises(people.Misfit) as misfit:
        people.merge(agent, anne, other, reason="the same", choices=choices)
    assert misfit.value.errors == {"family_name": "A person needs a name."}


def test_who_is_merged_with_nobody(
    setup: Acting, agent: Acting, anne: Person, double: Person, eve: Person, hal: Person, mia: Person
) -> None:
    elsewhere = people.create_segment(setup, "Elsewhere")
    setup = Acting.alone(Person.objects.get(pk=setup.actor.id))
    cora = resident(setup, "Cora", segments=[elsewhere])
    bob = Person.objects.get(pk=agent.actor.id)
    anonymous = people.system(anne.tenant)

    assert refusal(Acting.alone(eve), anne, double) == "right-missing"
    assert refusal(agent, anne, cora) == "other-segment"
    assert refusal(agent, cora, double) == "other-segment"
    assert refusal(agent, anne, anne) == "one-person"
    assert refusal(agent, bob, double) == "nobody-merges-themselves"
    assert refusal(agent, anne, bob) == "nobody-merges-themselves"
    assert refusal(agent, hal, double) == "person-holds-more-rights"
    assert refusal(agent, anne, mia) == "absorbed-holds-rights"
    assert refusal(agent, anne, eve) == "would-lose-account"
    assert refusal(agent, anne, anonymous) in ("not-people", "other-segment")


def test_whoever_holds_an_empty_role_is_not_absorbed_either(
    setup: Acting, agent: Acting, anne: Person, double: Person
) -> None:
    people.give_role(setup, people.create_role(setup, "Nothing yet", []), double)
    assert refusal(agent, anne, double) == "absorbed-holds-rights"


def test_nobody_is_absorbed_while_somebody_helps_them(
    agent: Acting, mia: Person, anne: Person, double: Person
) -> None:
    sitting = assisting.start(Acting.alone(mia), double)
    assert refusal(agent, anne, double) == "being-helped"
    assisting.stop(Acting.alone(mia), sitting)

    people.merge(agent, anne, double, reason="the same")

    sitting.refresh_from_db()
    assert sitting.person == anne


def test_a_sitting_that_an_agent_left_open_stays_theirs_alone(
    agent: Acting, anne: Person, double: Person, ann: Person
) -> None:
    """Its end is told of the two it began with, or the log would not fit together."""
    at = clock.now()
    sitting = Assistance.objects.create(agent=double, person=ann, started_at=at, used_at=at)
    people.merge(agent, anne, double, reason="the same")
    sitting.refresh_from_db()
    assert sitting.agent == double


def test_a_merged_record_takes_part_in_nothing_more(
    setup: Acting, agent: Acting, anne: Person, double: Person
) -> None:
    ben = resident(setup, "Ben", "Brown")
    people.merge(agent, anne, double, reason="the same")
    closed = Person.objects.get(pk=double.pk)

    for kept, absorbed in ((closed, ben), (ben, closed)):
        with pytest.raises(Refused) as refused:
            people.merge(agent, kept, absorbed, reason="the same")
        assert refused.value.verdict.rule == "merged-already"
    with pytest.raises(Refused) as refused:
        assisting.start(agent, closed)
    assert refused.value.verdict.rule == "person-not-active"
    with pytest.raises(people.Misfit):
        people.correct(setup, double, {"title": "Ms"})  # loaded before the merge
    people.reindex(setup)
    assert found(agent, "07700 900123") == [anne.pk]


def signed_in(person: Person, username: str, *, days_ago: int) -> Person:
    person.username, person.last_login = username, clock.now() - timedelta(days=days_ago)
    person.save()
    return person


def test_where_an_account_is_used_a_second_agent_approves(
    agent: Acting, mia: Person, anne: Person, double: Person
) -> None:
    signed_in(anne, "anne", days_ago=10)
    merge = people.merge(agent, anne, double, reason="the same", choices={"given_name": Side.ABSORBED})
    anne.refresh_from_db()
    assert (merge.state, anne.given_name, anne.refs()) == (MergeState.PROPOSED, "Anne", [anne.ref])

    with pytest.raises(Refused) as refused:
        people.approve_merge(agent, merge)
    assert refused.value.verdict.rule == "approved-by-another"
    people.approve_merge(Acting.alone(mia), merge)

    anne.refresh_from_db()
    assert (merge.state, merge.decided_by, anne.given_name) == (MergeState.MERGED, mia, "Ann")
    assert Entry.objects.of_kinds("people.merge_proposed").count() == 2
    with pytest.raises(Refused) as refused:
        people.approve_merge(Acting.alone(mia), merge)
    assert refused.value.verdict.rule == "not-awaiting"


def test_an_approval_is_judged_by_what_is_so_then(
    setup: Acting, agent: Acting, mia: Person, anne: Person, double: Person
) -> None:
    merge = people.merge(agent, signed_in(anne, "anne", days_ago=10), double, reason="the same")
    people.give_role(setup, people.create_role(setup, "Reader", ["people.search"]), double)
    with pytest.raises(Refused) as refused:
        people.approve_merge(Acting.alone(mia), merge)
    assert refused.value.verdict.rule == "absorbed-holds-rights"


def test_a_proposal_is_declined_by_a_colleague_or_taken_back(
    agent: Acting, mia: Person, anne: Person, double: Person
) -> None:
    signed_in(anne, "anne", days_ago=10)
    for acting in (Acting.alone(mia), agent):
        merge = people.merge(agent, anne, double, reason="the same")
        with pytest.raises(people.Misfit):
            people.merge(agent, anne, double, reason="again")
        people.decline_merge(acting, merge, reason="mother and daughter")
        double.refresh_from_db()
        assert (merge.state, merge.decided_by_id, double.is_active) == (
            MergeState.DECLINED,
            acting.actor.id,
            True,
        )
    assert Entry.objects.of_kinds("people.merge_declined").count() == 4


def test_the_account_of_the_closed_record_opens_nothing_and_its_owner_is_told(
    agent: Acting,
    mia: Person,
    anne: Person,
    double: Person,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    signed_in(anne, "anne", days_ago=10)
    double.email = "ann@example.com"
    signed_in(double, "ann", days_ago=10)
    merge = people.merge(agent, anne, double, reason="the same", choices={"email": Side.ABSORBED})
    with django_capture_on_commit_callbacks(execute=True):
        people.approve_merge(Acting.alone(mia), merge)

    anne.refresh_from_db()
    double.refresh_from_db()
    assert (anne.username, anne.email, double.username, double.is_active) == (
        "anne",
        "ann@example.com",
        "ann",
        False,
    )
    assert not anne.recovers_by_email(clock.now())
    assert [(message.to, message.subject) for message in mail.outbox] == [
        (["anne@example.com"], "Your e-mail address was changed"),
        (["anne@example.com"], "Your records were put together"),
        (["ann@example.com"], "Your records were put together"),
    ]
    assert "sign in as anne" in mail.outbox[1].body


def test_ten_thousand_references_move_in_few_statements(agent: Acting, anne: Person, double: Person) -> None:
    at = clock.now()
    Interaction.objects.bulk_create(
        Interaction(
            id=uuid.uuid4(),
            agent_id=agent.actor.id,
            person=double,
            channel="phone",
            service="x",
            state="closed",
            begun_at=at,
            ended_at=at,
        )
        for _ in range(10_000)
    )
    with CaptureQueriesContext(connection) as queries:
        merge = people.merge(agent, anne, double, reason="the same")
    assert len(merge.journal["moved"]["interactions.interaction.person_id"]) == 10_000
    assert len(queries) < 110  # a few for each table that names people, however many rows move
    with CaptureQueriesContext(connection) as queries:
        people.undo_merge(agent, merge, reason="two people")
    assert len(queries) < 50
    assert Interaction.objects.filter(person=double).count() == 10_000
