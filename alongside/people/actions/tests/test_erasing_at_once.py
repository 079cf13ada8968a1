"""Deeds for somebody that are under way while they are erased or merged, on real transactions."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import sleep

import pytest
from django.db import connections, transaction

from alongside.assisting import actions as assisting
from alongside.assisting.acting import Acting, Refused
from alongside.forms.actions import begin
from alongside.forms.models import Draft
from alongside.forms.tests.samples import FIRST, published
from alongside.history.models import Entry
from alongside.history.models import Key as HistoryKey
from alongside.lib import tenancy
from alongside.people import actions as people
from alongside.people import roles
from alongside.people.actions import vocabulary
from alongside.people.models import Person, SearchKey, Tenant, WordForm
from alongside.people.searching.vocabulary import words_of
from tests.cast import make_person

pytestmark = pytest.mark.committed


@pytest.fixture
def council() -> Iterator[Tenant]:
    made = people.create_tenant("Port Alder Council", f"{uuid.uuid4().hex[:12]}.localhost")
    with tenancy.within(made.pk):
        yield made


class Meanwhile:
    """A deed of another connection, and what came of it."""

    def __init__(self, tenant: Tenant, deed: Callable[[], object]) -> None:
        self.outcome = ""
        self._thread = threading.Thread(target=self._do, args=(tenant, deed))
        self._thread.start()

    def _do(self, tenant: Tenant, deed: Callable[[], object]) -> None:
        try:
            with tenancy.within(tenant.pk):
                deed()
            self.outcome = "done"
        except Refused as refusal:
            self.outcome = refusal.verdict.rule
        finally:
            connections.close_all()

    def end(self) -> str:
        self._thread.join()
        return self.outcome


@contextmanager
def locked(person: Person) -> Iterator[None]:
    """The person as somebody holds them who is about to erase or merge them; then the rest of the block."""
    with transaction.atomic():
        Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
        yield


def admins() -> tuple[Acting, Acting]:
    rights = list(roles.STANDARD["Superuser"])
    olive, theo = (make_person(name, "Admin", rights=rights) for name in ("Olive", "Theo"))
    return Acting.alone(olive), Acting.alone(theo)


def test_what_a_person_does_while_they_are_erased_leaves_nothing(council: Tenant) -> None:
    olive, theo = admins()
    ann, version = make_person("Ann", "Example"), published()
    erasure = people.propose_erasure(olive, ann, "asked")
    herself = Acting.alone(Person.objects.get(pk=ann.pk))
    with locked(ann):
        late = Meanwhile(council, lambda: begin(herself, version, FIRST))
        sleep(0.2)
        people.erase(theo, erasure)
    assert late.end() == "person-not-active"
    assert not Draft.objects.filter(person=ann).exists()
    assert not Entry.objects.of_person(ann.ref).of_kinds("assisting.refused").exists()
    assert not HistoryKey.objects.filter(ref=ann.ref).exists()


def test_nobody_begins_to_help_somebody_who_is_being_erased(council: Tenant) -> None:
    olive, theo = admins()
    ann = make_person("Ann", "Example")
    erasure = people.propose_erasure(olive, ann, "asked")
    with locked(ann):
        late = Meanwhile(council, lambda: assisting.start(olive, Person(**_columns(ann))))
        sleep(0.2)
        people.erase(theo, erasure)
    assert late.end() == "person-not-active"


def test_what_a_person_does_while_they_are_merged_stays_with_nobody(council: Tenant) -> None:
    olive, _ = admins()
    ann, double, version = make_person("Ann", "Example"), make_person("Anne", "Example"), published()
    Person.objects.filter(pk__in=[ann.pk, double.pk]).update(username=None)
    herself = Acting.alone(Person.objects.get(pk=double.pk))
    with locked(double):
        late = Meanwhile(council, lambda: begin(herself, version, FIRST))
        sleep(0.2)
        people.merge(olive, Person.objects.get(pk=ann.pk), Person.objects.get(pk=double.pk), reason="x")
    assert late.end() == "person-not-active"
    assert not Draft.objects.exists()


def test_a_word_that_somebody_is_given_at_this_moment_is_not_forgotten(council: Tenant) -> None:
    setup = Acting.alone(people.system(council))
    first = people.register(setup, given_name="Zelmira", family_name="Quill")
    keys = list(SearchKey.objects.filter(person_id=first.pk).values_list("key", flat=True))

    def forget() -> None:
        with transaction.atomic():
            SearchKey.objects.filter(person_id=first.pk).delete()
            vocabulary.forget(words_of(keys))

    with transaction.atomic():
        people.register(setup, given_name="Zelmira", family_name="Other")
        other = Meanwhile(council, forget)
        sleep(0.2)
    assert other.end() == "done"
    words = set(WordForm.objects.values_list("word", flat=True))
    assert "zelmira" in words
    assert "quill" not in words


def _columns(person: Person) -> dict[str, object]:
    """A row as it was read before."""
    return {field.attname: getattr(person, field.attname) for field in Person._meta.local_concrete_fields}
