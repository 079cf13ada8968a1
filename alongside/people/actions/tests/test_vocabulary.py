"""The words by which typing errors are corrected are kept with the keys."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.assisting.acting import Acting
from alongside.people import actions as people
from alongside.people.actions import vocabulary
from alongside.people.models import ProfileField, SearchKey, Tenant, WordForm
from alongside.people.searching.vocabulary import Meant, Word, forms_of, meant_by, words_of
from alongside.people.tests.reindexed import finish

pytestmark = pytest.mark.django_db


def words() -> set[Word]:
    return {Word(kind, text) for kind, text in WordForm.objects.values_list("kind", "word")}


def test_whoever_is_registered_brings_their_words(setup: Acting) -> None:
    before = words()
    people.register(
        setup,
        given_name="Zebedee",
        family_name="Quill-Penn",
        email="zebedee@quill.example",
        profile={"address": "12 Acacia Road, Plymouth"},
    )
    assert words() - before == {
        Word("g", "zebedee"),
        Word("s", "quillpenn"),
        Word("s", "quill"),
        Word("s", "penn"),
        Word("h", "quill.example"),
        Word("a", "acacia"),
        Word("a", "plymouth"),
    }


def test_a_word_is_kept_under_each_of_its_forms(tenant: Tenant) -> None:
    vocabulary.add(["ssmith ann"])
    assert set(WordForm.objects.values_list("form", flat=True)) == forms_of("smith")
    assert {"smith", "smth", "sth", "~smt"} <= forms_of("smith")


def test_words_that_occurred_before_cost_one_read(tenant: Tenant) -> None:
    keys = ["ssmith ann", "gann smith", "t1632960123", "aplymouth smith ann"]
    vocabulary.add(keys)
    with CaptureQueriesContext(connection) as said:
        vocabulary.add(keys)
    assert len(said) == 1


def test_a_changed_name_brings_its_word(setup: Acting) -> None:
    ann = people.register(setup, given_name="Ann", family_name="Brown")
    people.correct(setup, ann, {"family_name": "Tregenza"})
    assert meant_by(setup.tenant_id, ["tregneza"]) == {"tregneza": {"s": [Meant(0.6, "tregenza")]}}


def test_a_name_that_nobody_bears_any_more_is_gone(setup: Acting) -> None:
    ann = people.register(setup, given_name="Ann", family_name="Tregenza")
    assert Word("s", "tregenza") in words()
    people.correct(setup, ann, {"family_name": "Brown"})
    assert Word("s", "tregenza") not in words()
    assert words() == words_of(SearchKey.objects.values_list("key", flat=True))


def test_re_indexing_brings_the_words_of_keys_that_are_older_than_the_vocabulary(setup: Acting) -> None:
    people.register(setup, given_name="Ann", family_name="Brown")
    WordForm.objects.all().delete()
    finish(people.reindex(setup))
    assert words() == words_of(SearchKey.objects.values_list("key", flat=True))


def test_a_word_that_nobody_bears_is_forgotten_and_others_are_not(setup: Acting) -> None:
    ann = people.register(setup, given_name="Zebedee", family_name="Quill")
    people.register(setup, given_name="Zebedee", family_name="Brown")
    keys = list(SearchKey.objects.filter(person_id=ann.pk).values_list("key", flat=True))
    assert vocabulary.forget(words_of(keys)) == 0
    SearchKey.objects.filter(person_id=ann.pk).delete()
    assert vocabulary.forget(words_of(keys)) == 1
    assert Word("g", "zebedee") in words()
    assert Word("s", "quill") not in words()


def test_a_longer_name_does_not_keep_a_shorter_one(tenant: Tenant) -> None:
    vocabulary.add(["squill ann", "squillpenn ann"])
    SearchKey.objects.create(key="squillpenn ann", person_id=5)
    assert vocabulary.forget([Word("s", "quill"), Word("s", "quillpenn")]) == 1
    assert words() == {Word("s", "quillpenn")}


def test_words_of_another_tenant_are_not_known_here(tenant: Tenant, setup: Acting) -> None:
    vocabulary.add(["ssmith ann"])
    assert meant_by(tenant.pk, ["smtih"])["smtih"]["s"] == [Meant(0.6, "smith")]
    assert meant_by(tenant.pk + 1, ["smtih"]) == {"smtih": {}}


def test_numbers_and_the_shortest_words_are_not_corrected(tenant: Tenant) -> None:
    assert words_of(["sli wei", "a12 acacia avenue", "gx9y smith", "opl4 smith", "sng"]) == set()
    assert ProfileField.objects.searchable().exists()
