"""Somebody who was here for a while, and is erased: nothing of them is left, and the rest stands."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import connection

from alongside.assisting import actions as assisting
from alongside.assisting.acting import Acting
from alongside.forms.actions import begin, save, submit
from alongside.forms.models import Draft, Submission
from alongside.forms.tests.samples import published
from alongside.history.models import Entry, Erased, Head
from alongside.history.report import Level
from alongside.history.telling import tell
from alongside.history.tree import Frontier
from alongside.history.verify import verify
from alongside.interactions import actions as interactions
from alongside.interactions.models import Interaction
from alongside.lib import tenancy
from alongside.people import actions as people
from alongside.people.models import Hold, Person, SearchKey, Tenant, WordForm
from tests.cast import AGENT, helping, make_person
from tests.council import browser_of
from tests.remains import remains, remains_in_file

pytestmark = pytest.mark.committed


@dataclass(frozen=True)
class Somebody:
    """What is known of one person, and of nobody in another test."""

    given: str
    family: str
    telephone: str
    postcode: str
    born: date
    plate: str

    @classmethod
    def new(cls) -> Somebody:
        number = secrets.randbelow(9_000_000) + 1_000_000
        letters = "".join(secrets.choice("BCDFGHJKLMNPQRSTVWXZ") for _ in range(6))
        born = date(1900, 1, 1) + timedelta(days=number % 20_000)
        return cls(
            given=f"Ot{letters.lower()}ine",
            family=f"Feather{letters.lower()}haugh",
            telephone=f"0770 {number}",
            postcode=f"PA7 {number % 10}{letters[:2]}",
            born=born,
            plate=f"{letters[:2]}{number % 90 + 10} {letters[2:5]}",
        )

    @property
    def email(self) -> str:
        return f"{self.given}.f@example.net".lower()

    @property
    def words(self) -> set[str]:
        """Each as it is written in a profile, an answer or a key."""
        tight = {self.telephone.replace(" ", ""), self.postcode.replace(" ", ""), self.plate.replace(" ", "")}
        loose = {self.given, self.family, self.email, self.telephone, self.postcode, self.plate}
        return tight | loose | {self.born.isoformat(), f"d{self.born:%Y%m%d}"}


@pytest.fixture
def who() -> Somebody:
    return Somebody.new()


def lived(setup: Acting, who: Somebody) -> Person:
    """Somebody who signed in, asked for things, was helped, looked at and corrected."""
    person = people.register(
        setup,
        given_name=who.given,
        family_name=who.family,
        email=who.email,
        date_of_birth=who.born,
        profile={"telephone": who.telephone, "address": "1 Quay", "postcode": who.postcode},
        username=who.email,
    )
    people.give_password(setup, person, "correct horse battery")
    form = published()
    answers = {"full_name": f"{who.given} {who.family}", "born": f"{who.born:%d/%m/%Y}"}
    alone = Acting.alone(person)
    draft = begin(alone, form, answers)
    submit(alone, save(alone, draft, 2, {"plate": who.plate, "zones": ["a"]}))
    begin(alone, form, answers)
    return person


def served(bob: Person, person: Person, who: Somebody) -> None:
    """What an agent does with them."""
    acting = Acting.alone(bob)
    people.view_details(acting, person)
    interactions.begin(acting, channel="phone", service="other")
    sitting = helping(bob, person)
    people.edit_profile(sitting, person, {"telephone": "07700 900000", "postcode": who.postcode})
    people.edit_profile(sitting, person, {"telephone": who.telephone})
    assert sitting.assistance is not None
    assisting.stop(acting, sitting.assistance)
    people.correct(acting, person, {"family_name": f"{who.family}-Low"})
    people.correct(acting, person, {"family_name": who.family})


def erased(setup: Acting, person: Person) -> None:
    proposal = people.propose_erasure(setup, person, "asked", note=f"{person.name} wrote to us")
    people.erase(Acting.alone(people.system(person.tenant, "tidying")), proposal)


@pytest.fixture
def setup(new_tenant: Tenant) -> Iterator[Acting]:
    """A house of this test's own, whose transactions are committed."""
    made = people.create_tenant("Port Alder Council", f"e-{new_tenant.domain}", segment="Residents")
    with tenancy.within(made.pk):
        yield Acting.alone(people.system(made))


@pytest.fixture
def bob(setup: Acting) -> Person:
    return make_person("Bob", "Helper", rights=AGENT)


def test_no_byte_of_an_erased_person_is_left(setup: Acting, bob: Person, who: Somebody) -> None:
    person = lived(setup, who)
    served(bob, person, who)
    people.hold(setup, person, f"{person.name} may sue")
    people.lift_hold(setup, Hold.objects.get())
    assert {word for word in who.words if remains([word])} >= {who.given, who.email, who.plate, who.postcode}

    erased(setup, person)

    assert remains(who.words) == []
    if connection.vendor == "sqlite":
        assert remains_in_file(who.words) == []


def test_the_proofs_stand_and_what_was_sealed_stays_sealed(setup: Acting, bob: Person, who: Somebody) -> None:
    person = lived(setup, who)
    served(bob, person, who)
    before = Head.objects.get(tenant_id=setup.tenant_id)
    leaves = list(Entry.objects.of_person(person.ref).oldest_first().values_list("leaf", flat=True))

    erased(setup, person)

    assert verify(setup.tenant_id).level is Level.NOTE
    theirs = list(Entry.objects.of_person(person.ref).oldest_first())
    assert [entry.leaf for entry in theirs[: len(leaves)]] == leaves
    assert [entry.open() for entry in theirs] == [Erased()] * len(theirs)
    entries = Entry.objects.filter(number__lt=before.size).oldest_first()
    frontier = Frontier()
    for entry in entries:
        frontier.append(bytes(entry.leaf_hash))
    assert frontier.root() == bytes(before.root)


def test_what_others_did_is_still_told(setup: Acting, bob: Person, who: Somebody) -> None:
    person, ann = lived(setup, who), people.register(setup, given_name="Ann", family_name="Smith")
    served(bob, person, who)
    people.correct(Acting.alone(bob), ann, {"family_name": "Low"})

    erased(setup, person)

    of_ann = Entry.objects.of_person(ann.ref).newest_first()
    assert tell(of_ann[0]) == "Bob Helper corrected family name of Ann Low"
    contact = Interaction.objects.with_people().get(agent=bob)
    assert contact.names() == ["An erased person"]
    last = Entry.objects.of_kinds("people.erased").get()
    assert (tell(last), last.actor_ref, last.person_ref) == (
        "Automatic tidying erased a person: They asked for it",
        last.person_ref,
        people.system(person.tenant, "tidying").ref,
    )


def test_the_request_stays_without_its_answers(setup: Acting, bob: Person, who: Somebody) -> None:
    person = lived(setup, who)
    before = Submission.objects.get()

    erased(setup, person)

    after = Submission.objects.select_related("person").get()
    assert (after.reference, after.form_id, after.handed_in_at, after.state) == (
        before.reference,
        before.form_id,
        before.handed_in_at,
        before.state,
    )
    assert (after.answers, after.person.name) == ({}, "An erased person")
    assert [draft.pk for draft in Draft.objects.all()] == [before.draft_id]
    page = browser_of(bob).get(f"/console/people/{person.pk}/").content.decode()
    assert before.reference in page
    assert "An erased person" in page


def test_an_erased_person_is_not_found_and_not_let_in(setup: Acting, bob: Person, who: Somebody) -> None:
    person = lived(setup, who)
    browser = browser_of(person)
    assert browser.get("/account/").status_code == 200

    erased(setup, person)

    assert browser.get("/account/").status_code == 302
    assert people.search_people(Acting.alone(bob), who.given) == []
    assert not SearchKey.objects.filter(person_id=person.pk).exists()
    assert not WordForm.objects.filter(word__in=(who.given.lower(), who.family.lower())).exists()
    person = Person.objects.get(pk=person.pk)
    assert (person.has_usable_password(), person.is_active, person.profile) == (False, False, {})


def test_somebody_who_shares_the_name_is_found_as_before(setup: Acting, bob: Person, who: Somebody) -> None:
    person, other = lived(setup, who), people.register(setup, given_name=who.given, family_name="Smith")

    erased(setup, person)

    assert [found.id for found in people.search_people(Acting.alone(bob), f"{who.given} Smith")] == [other.pk]
