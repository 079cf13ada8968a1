"""Merging and undoing it is as if nothing had been: random records, references of every kind, in chains.

`ALONGSIDE_MERGES=1000` asks for that many merges on each database instead of the few of every day.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction

from alongside.assisting.acting import Acting
from alongside.people import actions as people
from alongside.people.actions.tests import naming
from alongside.people.merging.values import Side
from alongside.people.models import Merge, Person, SearchKey, WordForm
from alongside.people.references import moving, staying
from tests.cast import AGENT, make_person
from tests.council import resident

pytestmark = pytest.mark.django_db

MERGES = int(os.environ.get("ALONGSIDE_MERGES", "12"))
VALUES = {
    "mobile": ("", "07700 900123", "07700 900456"),
    "telephone": ("", "01632 960123", "01632 960456"),
    "address": ("", "1 Drake Street", "2 Drake Street"),
    "postcode": ("", "PL4 8AA", "PL4 8AB"),
    "title": ("", "Ms", "Mrs"),
}
LATER = {
    "mobile": "07700 900999",
    "telephone": "01632 960999",
    "address": "9 Port Way",
    "postcode": "PL1 1AA",
    "title": "Dr",
}


@pytest.fixture
def agents(setup: Acting) -> tuple[Acting, Acting]:
    people.define_field(setup, "nicknames", "Nicknames", several=True)
    people.define_field(setup, "points", "Points", "integer")
    people.system(
        Person.objects.get(pk=setup.actor.id).tenant, "tidying"
    )  # who signs for what follows from touching a decoy
    bob, bea = (make_person(name, "Helper", rights=AGENT) for name in ("Bob", "Bea"))
    return Acting.alone(bob), Acting.alone(bea)


def test_undoing_random_merges_restores_every_row(agents: tuple[Acting, Acting], setup: Acting) -> None:
    done = 0
    for seed in range(MERGES):
        if done >= MERGES:
            break
        done += _tried(lambda chance: _merge_and_undo(chance, setup, agents), seed)
    assert done >= MERGES


def test_what_was_done_since_stays_as_if_nobody_had_merged(
    agents: tuple[Acting, Acting], setup: Acting
) -> None:
    for seed in range(max(5, MERGES // 5)):
        _tried(lambda chance: _merge_go_on_and_undo(chance, setup, agents), seed)


def _tried(walk: Callable[[random.Random], int], seed: int) -> int:
    """A walk in a transaction that is rolled back, so that each finds the same small house."""
    with transaction.atomic():
        try:
            done = walk(random.Random(seed))
        except BaseException as problem:
            problem.add_note(f"seed {seed}")
            raise
        transaction.set_rollback(True)
    return done


def _merge_and_undo(chance: random.Random, setup: Acting, agents: tuple[Acting, Acting]) -> int:
    """A chain of one to three merges, undone from the last to the first; how many."""
    cast = _cast(chance, setup, chance.randrange(2, 5))
    merged: list[tuple[Merge, dict[str, list[str]]]] = []
    while len(cast) > 1:
        kept, absorbed = _two(chance, cast)
        before = naming.everything()
        merged.append((_merge(chance, agents, kept, absorbed), before))
        _demand_merged(kept, absorbed)
        cast.remove(absorbed)
    count = len(merged)
    while merged:
        merge, before = merged.pop()
        people.undo_merge(chance.choice(agents), merge, reason="two people after all")
        assert naming.everything() == before
    return count


def _merge_go_on_and_undo(chance: random.Random, setup: Acting, agents: tuple[Acting, Acting]) -> int:
    kept, absorbed = _two(chance, _cast(chance, setup, 2))
    before, seed = naming.everything(), chance.getrandbits(32)
    with transaction.atomic():
        _correct(random.Random(seed), setup, kept)
        alone = naming.everything()
        transaction.set_rollback(True)
    merge = _merge(chance, agents, kept, absorbed)
    merged = naming.everything()
    _name_again(chance, setup, kept)
    _correct(random.Random(seed), setup, kept)
    gone_on = naming.everything()
    people.undo_merge(agents[0], merge, reason="two people after all")
    after = naming.everything()
    new = {table: Counter(gone_on[table]) - Counter(merged[table]) for table in gone_on}
    assert sum(map(len, new.values())) > 0
    for table in after:
        if table in [model._meta.db_table for model in (Person, SearchKey, WordForm)]:
            assert sorted(map(_in_order, after[table])) == sorted(map(_in_order, alone[table]))
        else:
            assert Counter(after[table]) == Counter(before[table]) + new[table]
    return 1


def _in_order(row: str) -> str:
    """A row without the order of its letters: a new field may stand elsewhere in the profile."""
    return "".join(sorted(row))


def _cast(chance: random.Random, setup: Acting, size: int) -> list[Person]:
    """People of whom this and that is known, whom rows of every kind name: one, the other, or both."""
    cast = [_person(chance, setup, number) for number in range(size)]
    for reference in naming.kinds():
        for person in cast:
            for _ in range(chance.choice((0, 1, 1, 3))):
                others = [one for one in cast if one != person]
                naming.name(reference, person, others, chance)
    group = people.create_group(setup, "Readers")  # they share it, so some rows cannot go along
    for person in cast:
        people.add_to_group(setup, person, group)
    return cast


def _person(chance: random.Random, setup: Acting, number: int) -> Person:
    known: dict[str, object] = {name: chance.choice(values) for name, values in VALUES.items()}
    known["nicknames"] = chance.sample(["Annie", "Nan", "Nancy"], chance.randrange(3))
    known["points"] = chance.choice([None, 0, 7])
    order = list(known)
    chance.shuffle(order)
    person = resident(
        setup,
        chance.choice(["Ann", "Anne"]),
        chance.choice(["Smith", "Smyth", ""]),
        email=chance.choice(["", "ann@example.com", "nan@example.com"]),
        date_of_birth=chance.choice([None, "1980-03-12", "1981-03-12"]),
        **{name: known[name] for name in order},  # profiles keep their order
    )
    if chance.random() < 0.5:
        person.username = f"ann{number}"
        person.last_login = chance.choice([None, naming.NOON, naming.NOON - timedelta(days=1000)])
    person.is_active = chance.random() < 0.9
    person.save()
    return person


def _two(chance: random.Random, cast: list[Person]) -> tuple[Person, Person]:
    """One who may be kept and another: whoever can sign in, and is in use, before whoever cannot."""
    ranked = sorted(cast, key=lambda one: (bool(one.username), one.is_active, chance.random()))
    for person in ranked:
        person.refresh_from_db()
    kept = ranked[-1]
    if not kept.is_active:
        kept.is_active = True
        kept.save()
    return kept, chance.choice(ranked[:-1])


def _merge(chance: random.Random, agents: tuple[Acting, Acting], kept: Person, absorbed: Person) -> Merge:
    first, second = chance.sample(agents, 2)
    names = ["given_name", "email", "date_of_birth", *VALUES, "points"]
    choices = {name: chance.choice([Side.KEPT, Side.ABSORBED]) for name in names if chance.random() < 0.7}
    choices["nicknames"] = chance.choice(list(Side))
    merge = people.merge(first, kept, absorbed, reason="the same person", choices=choices)
    if merge.is_proposed:
        people.approve_merge(second, merge)
    assert merge.is_merged
    return merge


def _demand_merged(kept: Person, absorbed: Person) -> None:
    """Nothing names the absorbed record that need not, and nobody finds it."""
    unmoved = {
        reference.name for reference, stays in moving() if reference.of(absorbed.pk).exclude(stays).exists()
    }
    # A second membership of one group or segment stays, and a second hold, skill, draft, mailing list, place
    # in a call or report; so does what the two did with each other: a sitting, a hand-over, an answer that
    # one of them approved.
    assert unmoved <= {
        "people.membership.person_id",
        "people.segmentmember.person_id",
        "people.hold.person_id",
        "assisting.assistance.person_id",
        "assisting.assistance.agent_id",
        "calls.participant.person_id",
        "desk.agentskill.agent_id",
        "desk.answer.actor_id",
        "desk.answerdraft.agent_id",
        "desk.answer.decided_by_id",
        "interactions.handover.giver_id",
        "interactions.handover.taker_id",
        "interactions.reportschedule.reader_id",
        "mailings.subscription.person_id",
    }
    assert not SearchKey.objects.filter(person_id=absorbed.pk).exists()
    assert Person.objects.numbered(absorbed.pk).get() == kept
    assert staying()


def _name_again(chance: random.Random, setup: Acting, kept: Person) -> None:
    """Rows that name the record afterwards."""
    others = [Person.objects.get(pk=setup.actor.id)]
    for reference in naming.kinds():
        if chance.random() < 0.5:
            naming.name(reference, kept, others, chance)


def _correct(chance: random.Random, setup: Acting, kept: Person) -> None:
    """New values, values where there were none, and one more where there are several."""
    present = Person.objects.get(pk=kept.pk)
    values: dict[str, object] = {name: LATER[name] for name in chance.sample(list(LATER), 2)}
    if chance.random() < 0.5:
        values["nicknames"] = [*present.profile.get("nicknames", []), "Nana"]
    people.correct(setup, present, values)
