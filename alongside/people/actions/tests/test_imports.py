"""Files of people, from being received to the last person in them."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.assisting.acting import Acting, Refused
from alongside.history.models import Entry
from alongside.jobs import actions as jobs
from alongside.jobs.models import State
from alongside.people import actions as people
from alongside.people import import_files
from alongside.people.actions.imports import NotNow, Plan
from alongside.people.checking import Misfit
from alongside.people.import_reports import doubles
from alongside.people.models import (
    AlikeRow,
    Import,
    Person,
    ProfileField,
    SearchKey,
    SegmentMember,
    Stage,
    WrongRow,
)
from alongside.people.moving.limits import Unreadable
from alongside.people.tests.files import NAMES, checked, counts, imported, names, received, run, wrong
from tests.cast import make_person
from tests.council import resident

pytestmark = pytest.mark.django_db

OnCommit = Callable[[], AbstractContextManager[object]]


@pytest.fixture
def on_commit(django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]]) -> OnCommit:
    """Runs what waits for the commit at the end of its body; the test itself is never committed."""
    return partial(django_capture_on_commit_callbacks, execute=True)


ANN_AND_BEN = "Given,Family\nAnn,Smith\nBen,Okafor\n"


def test_people_are_registered_from_a_file_and_found_at_once(setup: Acting, bob: Person) -> None:
    text = (
        "Given;Family;Born;Number;Street;Town;Telephone;Remark\n"
        'Ann;"Smith; Jones";12/03/1980;7;Acacia Avenue;Plymouth;+44 1632 960123;left out\n'
    )
    mapping = NAMES | {
        "date_of_birth": ["Born"],
        "address": ["Number", "Street", "Town"],
        "telephone": ["Telephone"],
    }
    found = imported(setup, text, mapping)
    [ann] = Person.objects.real().exclude(pk=bob.pk)
    assert (ann.given_name, ann.family_name, ann.date_of_birth) == ("Ann", "Smith; Jones", date(1980, 3, 12))
    assert ann.profile == {"address": "7 Acacia Avenue, Plymouth", "telephone": "+44 1632 960123"}
    assert (ann.username, ann.has_usable_password()) == (None, False)
    assert ann.standing.segments == bob.standing.segments
    assert [one.id for one in people.search_people(Acting.alone(bob), "smith plymouth")] == [ann.pk]
    assert (found.stage, counts(found)) == (Stage.DONE, {"fitting": 1, "wrong": 0, "empty": 0})


def test_their_keys_are_those_of_somebody_registered_alone(setup: Acting) -> None:
    imported(setup, "Given,Family,Phone\nAnn,Smith-Jones,01632 960123\n", NAMES | {"telephone": ["Phone"]})
    alone = people.register(
        setup, given_name="Ann", family_name="Smith-Jones", profile={"telephone": "01632 960123"}
    )
    [other] = Person.objects.real().exclude(pk=alone.pk)
    keys = {
        one.pk: set(SearchKey.objects.filter(person_id=one.pk).values_list("key", flat=True))
        for one in (alone, other)
    }
    assert keys[alone.pk] == keys[other.pk]


def test_it_is_recorded_who_sent_what_and_each_batch(setup: Acting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alongside.people.actions.importing.BATCH", 2)
    found = imported(setup, "Given,Family\n" + "Ann,Smith\n" * 3 + ",\n,Smith\n")
    entries = Entry.objects.by(setup.actor.ref).oldest_first()
    told = [(entry.kind, entry.open().data) for entry in entries if "import" in entry.kind]
    assert told == [
        ("people.import_received", {"sha256": found.sha256, "size": found.size}),
        ("people.import_begun", {"fields": ["family_name", "given_name"], "duplicates": "ignore"}),
        ("people.people_imported", {"people": 2, "first": 2, "last": 3}),
        ("people.people_imported", {"people": 1, "first": 4, "last": 5}),
        ("people.people_imported", {"people": 1, "first": 6, "last": 6}),
        ("people.import_ended", {"registered": 4, "wrong": 0}),
    ]


def test_rows_that_do_not_fit_are_kept_as_they_stood_and_the_others_are_registered(setup: Acting) -> None:
    text = (
        "Given,Family,E-mail,Born\n"
        "Ann,Smith,ann at home,soon\n"
        '"Ben" x,Okafor,,\n'
        "Cleo,Marsh,cleo@example.org,1.2.1990\n"
        ",,nobody@example.org,\n"
        ",,,\n"
        "Dev,Sandhu,,,too many\n"
    )
    found = imported(setup, text, NAMES | {"email": ["E-mail"], "date_of_birth": ["Born"]})
    assert names() == ["Cleo Marsh"]
    assert counts(found) == {"fitting": 1, "wrong": 4, "empty": 1}
    assert wrong(found) == [
        (
            2,
            "Date of birth: Enter a day, month and year that exist, for example 27 3 1984."
            " E-mail: Enter an e-mail address, for example ann@example.org.",
        ),
        (3, "A quotation mark stands in the middle of a cell. Double it, or take it away."),
        (5, "Family name: A person needs a name."),
        (7, "This row has 5 cells, but there are 4 headings."),
    ]
    kept = WrongRow.objects.filter(source=found).order_by("number").values_list("cells", flat=True)
    assert list(kept)[:2] == [["Ann", "Smith", "ann at home", "soon"], ["Ben x", "Okafor", "", ""]]


def test_what_the_database_cannot_keep_is_kept_in_other_letters(setup: Acting) -> None:
    found = imported(setup, '{"Given": "A\\u0000nn", "Family": "\\ud800"}\n')
    [row] = WrongRow.objects.filter(source=found)
    assert row.cells == ["A␀nn", "�"]
    assert row.problem == (
        "Given name: This holds characters that cannot be kept."
        " Family name: This holds characters that cannot be kept."
    )


class TestSomebodyWhoIsThereAlready:
    MAPPING = NAMES | {"account_number": ["Account"], "username": ["Login"]}

    def test_is_not_registered_again(self, setup: Acting) -> None:
        resident(setup, "Ann", "Smith", account_number="AB 1234")
        people.register(setup, given_name="Ben", username="ben")
        found = imported(
            setup,
            "Given,Family,Account,Login\nAnn,Smyth,ab 1234,\nBenny,,,BEN\nCleo,Marsh,1234,cleo\n",
            self.MAPPING,
        )
        assert wrong(found) == [
            (2, "Somebody has this account number already."),
            (3, "Somebody has this user name already."),
        ]
        assert names() == ["Ann Smith", "Ben", "Cleo Marsh"]

    @pytest.mark.parametrize("batch", [1, 2, 200])
    def test_nor_is_somebody_from_further_up_in_the_file(
        self, setup: Acting, monkeypatch: pytest.MonkeyPatch, batch: int
    ) -> None:
        monkeypatch.setattr("alongside.people.actions.importing.BATCH", batch)
        text = "Given,Family,Account,Login\n,,7,\nAnn,Smith,7,ann\nBen,Smith,7,\nCleo,Marsh,8,ann\nDev,,8,\n"
        found = imported(setup, text, self.MAPPING)
        assert [number for number, _ in wrong(found)] == [2, 4, 5]
        assert names() == ["Ann Smith", "Dev"]
        again = checked(
            setup, text.replace("7", "17").replace("8", "18").replace("ann", "anne"), self.MAPPING
        )
        assert wrong(again) == [
            (2, "Family name: A person needs a name."),
            (4, "Row 3 has the same account number."),
            (5, "Row 3 has the same user name."),
        ]

    def test_is_looked_for_among_many_who_share_a_word(
        self, setup: Acting, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("alongside.people.identities._MOST", 3)
        for word in ("one", "two", "six", "ten"):
            resident(setup, "Ann", word, account_number=f"pending {word}")
        resident(setup, "Ann", "Other", account_number="zz")
        found = imported(
            setup,
            "Given,Family,Account,Login\nBen,B,pending two,\nCleo,C,pending,\nDev,D,ZZ,\n",
            self.MAPPING,
        )
        assert [number for number, _ in wrong(found)] == [2, 4]


def test_a_check_registers_nobody_and_says_what_would_be(setup: Acting) -> None:
    found = checked(setup, 'Given,Family\nAnn,Smith\n,\n=1,+2\n"x" y,z\n')
    assert (found.stage, counts(found)) == (Stage.CHECKED, {"fitting": 2, "wrong": 1, "empty": 1})
    assert names() == []
    assert found.job is not None
    assert found.job.told == "2 people would be registered; 1 row is to be corrected."
    assert Entry.objects.of_kinds("people.import_checked").get().open().data == {
        "fields": ["family_name", "given_name"]
    }

    people.begin_import(setup, found, Plan(NAMES), here=True)
    run(found)
    assert (found.stage, counts(found)) == (Stage.DONE, {"fitting": 2, "wrong": 1, "empty": 1})
    assert len(wrong(found)) == 1
    assert names() == ["=1 +2", "Ann Smith"]


def test_a_file_that_cannot_be_read_leaves_nothing_behind(setup: Acting) -> None:
    before = sorted(import_files.folder().iterdir())
    with pytest.raises(Unreadable, match="This is a PDF"):
        people.receive_import(setup, io.BytesIO(b"%PDF-1.7"), file_name="people.csv")
    with pytest.raises(Unreadable, match="Two columns"):
        received(setup, "a,a\n")
    assert sorted(import_files.folder().iterdir()) == before
    assert Import.objects.count() == 0


@pytest.mark.parametrize(
    ("mapping", "errors"),
    [
        ({"email": ["Given"]}, {"family_name": "Say which column holds the name."}),
        (NAMES | {"shoe": ["Size"]}, {"shoe": "There is no column “Size”."}),
        (NAMES | {"shoe": []}, None),
        (NAMES | {"email": ["Given"]}, {
            "email": "The column “Given” is taken for two fields.",
            "given_name": "The column “Given” is taken for two fields.",
        }),
    ],
)  # fmt: skip
def test_a_mapping_of_which_nobody_can_be_made_is_refused(
    setup: Acting, mapping: dict[str, list[str]], errors: dict[str, str] | None
) -> None:
    found = received(setup, ANN_AND_BEN)
    if errors is None:
        people.begin_import(setup, found, Plan(mapping), here=True)
        return
    with pytest.raises(Misfit) as misfit:
        people.begin_import(setup, found, Plan(mapping), here=True)
    assert misfit.value.errors == errors
    assert Import.objects.get().stage == Stage.RECEIVED


def test_a_field_that_must_be_filled_in_needs_a_column(setup: Acting) -> None:
    people.define_field(setup, "badge", "Badge", required=True)
    with pytest.raises(Misfit, match="badge: This must be filled in"):
        people.begin_import(setup, received(setup, ANN_AND_BEN), Plan(NAMES))


def test_people_are_recognised_by_a_searchable_field_only(setup: Acting) -> None:
    ProfileField.objects.filter(name="account_number").update(searchable=False)
    found = received(setup, "Given,Family,No\nAnn,Smith,1\n")
    with pytest.raises(Misfit, match="Mark this field as searchable first"):
        people.begin_import(setup, found, Plan(NAMES | {"account_number": ["No"]}))


def test_the_field_for_what_others_call_a_person_is_made_when_it_is_needed(setup: Acting) -> None:
    people.make_import_fields(setup, ["external_id", "given_name", "identity_number"])
    people.make_import_fields(setup, ["external_id"])
    found = imported(
        setup, "Given,Family,rec\nAnn,Smith,rec-1\nBen,Okafor,rec-1\n", NAMES | {"external_id": ["rec"]}
    )
    assert wrong(found) == [(3, "Row 2 has the same external id.")]
    assert wrong(imported(setup, "Given,Family,rec\nX,Y,REC-1\n", NAMES | {"external_id": ["rec"]})) == [
        (2, "Somebody has this external id already.")
    ]


def test_columns_become_fields_of_their_own(setup: Acting) -> None:
    made = people.add_import_fields(setup, ["Größe", "E-mail ", "Email", "!?", "x" * 90])
    assert len(set(made.values())) == 5
    labels = dict(ProfileField.objects.filter(name__in=made.values()).values_list("name", "label"))
    assert (labels["groe"], labels["e_mail"]) == ("Größe", "E-mail")


def test_what_was_kept_is_removed_when_everybody_is_registered(setup: Acting, on_commit: OnCommit) -> None:
    found = received(setup, ANN_AND_BEN)
    people.check_import(setup, found, Plan(NAMES), here=True)
    with on_commit():
        run(found)
    assert not import_files.seen_of(found.pk).exists()
    people.begin_import(setup, found, Plan(NAMES), here=True)
    assert import_files.text_of(found.pk).exists()
    with on_commit():
        run(found)
    assert not import_files.text_of(found.pk).exists()


def test_a_file_that_was_lost_is_sent_once_more_and_goes_on_where_it_was(
    setup: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alongside.people.actions.importing.BATCH", 1)
    found = received(setup, ANN_AND_BEN)
    jobs.carry_on(people.begin_import(setup, found, Plan(NAMES), here=True))
    import_files.remove(found.pk)
    run(found)
    assert found.job is not None
    assert found.job.problem.startswith("The file is not there any more. Send it once more")
    assert names() == ["Ann Smith"]

    assert received(setup, ANN_AND_BEN) == found
    run(found)
    assert (found.stage, names()) == (Stage.DONE, ["Ann Smith", "Ben Okafor"])
    assert received(setup, ANN_AND_BEN) != found


def test_a_file_is_imported_once(setup: Acting) -> None:
    found = imported(setup, ANN_AND_BEN)
    for verb in (people.begin_import, people.check_import):
        with pytest.raises(NotNow, match="This file is being imported"):
            verb(setup, found, Plan(NAMES))
    assert names() == ["Ann Smith", "Ben Okafor"]


def test_a_file_that_is_not_wanted_is_discarded(setup: Acting, on_commit: OnCommit) -> None:
    found = received(setup, ANN_AND_BEN)
    with on_commit():
        people.discard_import(setup, found)
    assert (found.stage, import_files.text_of(found.pk).exists()) == (Stage.DISCARDED, False)
    assert Entry.objects.of_kinds("people.import_discarded").count() == 1
    with pytest.raises(NotNow):
        people.begin_import(setup, found, Plan(NAMES))


def test_a_file_in_use_is_not_discarded(setup: Acting) -> None:
    found = received(setup, ANN_AND_BEN)
    people.begin_import(setup, found, Plan(NAMES), here=True)
    with pytest.raises(NotNow, match="It is in use"):
        people.discard_import(setup, found)
    assert found.job is not None
    jobs.stop(setup, found.job)
    people.discard_import(setup, found)
    job = jobs.run_here(found.job, pause=0)
    assert (job.state, names()) == (State.FAILED, [])
    assert job.problem == "This file was discarded, or something else is done with it now."


def test_whoever_may_not_import_sends_no_file(bob: Person) -> None:
    before = sorted(import_files.folder().iterdir())
    with pytest.raises(Refused):
        received(Acting.alone(bob), ANN_AND_BEN)
    assert sorted(import_files.folder().iterdir()) == before


def test_an_import_is_the_business_of_its_sender_and_its_segment(setup: Acting) -> None:
    found = imported(setup, ANN_AND_BEN + '"x" y,z\n')
    colleague = make_person("Adam", "Pryce", rights=["people.import_people"])
    people.read_import_rows(Acting.alone(colleague), found, rows=1)
    assert Entry.objects.of_kinds("people.import_rows_read").get().open().data == {"rows": 1}
    SegmentMember.objects.filter(person=colleague).delete()
    del colleague.standing
    with pytest.raises(Refused):
        people.read_import_rows(Acting.alone(colleague), found, rows=1)


def test_the_cost_of_a_batch_does_not_grow_with_it(setup: Acting) -> None:
    text = "Given,Family,Account\n" + "".join(f"Ann,Smith,A{number}\n" for number in range(150))
    found = received(setup, text)
    people.begin_import(setup, found, Plan(NAMES | {"account_number": ["Account"]}), here=True)
    with CaptureQueriesContext(connection) as statements:
        run(found)
    assert found.fitting == 150
    assert len(statements) <= 45


class TestSomebodyWhoMayBeThereAlready:
    COLUMNS = NAMES | {"date_of_birth": ["Born"], "postcode": ["Postcode"], "email": ["E-mail"]}
    TEXT = (
        "Given,Family,Born,Postcode,E-mail\n"
        "Anne,Tregenza,12/3/1980,PL4 8AA,ann@example.org\n"
        "Ben,Okafor,1/2/1970,PL1 1AA,\n"
        "Cleo,Marsh,4.5.1966,PL9 9ZZ,cleo@example.org\n"
        "Ben,Okafor,1970-02-01,PL1 1AA,\n"
    )

    @pytest.fixture
    def ann(self, setup: Acting) -> Person:
        known = {"date_of_birth": "1980-03-12", "email": "ann@example.org", "postcode": "PL4 8AA"}
        return resident(setup, "Ann", "Tregenza", **known)

    def found(self, setup: Acting, duplicates: str, *, only_check: bool = False) -> Import:
        found = received(setup, self.TEXT)
        verb = people.check_import if only_check else people.begin_import
        verb(setup, found, Plan(self.COLUMNS, duplicates), here=True)
        return run(found)

    def alike(self, found: Import) -> list[tuple[int, bool, int | None]]:
        rows = AlikeRow.objects.filter(source=found).order_by("number")
        return [(row.number, row.person_id is not None, row.other_id) for row in rows]

    def test_is_registered_and_reported(self, setup: Acting, ann: Person) -> None:
        found = self.found(setup, "report")
        assert counts(found) == {"fitting": 4, "wrong": 0, "empty": 0}
        first_ben = Person.objects.filter(given_name="Ben").order_by("pk")
        [(row, new, other), (last, again, twin)] = self.alike(found)
        assert (row, new, other) == (2, True, ann.pk)
        assert (last, again) == (5, True)
        assert twin in set(first_ben.values_list("pk", flat=True))
        assert AlikeRow.objects.get(number=2).said.startswith(f"This is probably person {ann.pk}: ")
        assert found.job is not None
        assert found.job.told == "4 people were registered, 2 of them perhaps not for the first time."
        assert b"".join(doubles(found)).count(b"\r\n") == 3

    def test_is_not_registered_where_doubles_are_refused(self, setup: Acting, ann: Person) -> None:
        found = self.found(setup, "refuse")
        assert names() == ["Ann Tregenza", "Ben Okafor", "Cleo Marsh"]
        [(row, said), (last, again)] = wrong(found)
        assert (row, last) == (2, 5)
        assert said.startswith(f"This is probably person {ann.pk}: ")
        ben = Person.objects.get(given_name="Ben")
        assert again.startswith(f"This is probably person {ben.pk}: ")
        assert self.alike(found) == []
        assert self.found(setup, "refuse", only_check=True).wrong == 4

    @pytest.mark.parametrize("batch", [1, 30])
    def test_is_seen_by_a_check_be_it_in_the_database_or_further_up(
        self, setup: Acting, ann: Person, batch: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("alongside.people.actions.importing.BATCH_COMPARED", batch)
        found = self.found(setup, "report", only_check=True)
        assert self.alike(found) == [(2, False, ann.pk), (5, False, None)]
        twin = AlikeRow.objects.get(number=5, source=found).said
        assert twin == "This is probably row 3: same name, same date of birth."
        refused = self.found(setup, "refuse", only_check=True)
        assert [row for row, _ in wrong(refused)] == [2, 5]
        assert names() == ["Ann Tregenza"]

    def test_is_looked_for_among_the_people_of_ones_segments_only(self, setup: Acting, ann: Person) -> None:
        business = people.create_segment(setup, "Business")
        clerk = people.register(setup, given_name="Clerk", username="clerk", segments=[business])
        people.give_role(setup, people.create_role(setup, "Importer", ["people.import_people"]), clerk)
        found = self.found(Acting.alone(Person.objects.get(pk=clerk.pk)), "report")
        assert [row for row, *_ in self.alike(found)] == [5]

    def test_is_forgotten_when_the_file_is_gone_through_anew(self, setup: Acting, ann: Person) -> None:
        found = self.found(setup, "report", only_check=True)
        people.begin_import(setup, found, Plan(self.COLUMNS), here=True)
        run(found)
        assert (self.alike(found), found.alike, found.fitting) == ([], 0, 4)
