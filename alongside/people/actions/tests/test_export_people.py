from __future__ import annotations

import json

import pytest

from alongside.assisting.acting import Acting, Refused
from alongside.history.models import Entry
from alongside.people import actions as people
from alongside.people import exporting
from alongside.people.actions.decoys import CROWD
from alongside.people.actions.tests.looking import crowd
from alongside.people.models import LookingAlert, Person, ProfileField
from alongside.people.moving.reading import CSV, JSONL
from alongside.people.tests.files import imported
from tests.cast import make_person
from tests.council import resident

pytestmark = pytest.mark.django_db


def fields(*names: str) -> list[ProfileField]:
    by_name = {field.name: field for field in ProfileField.objects.all()}
    return [by_name[name] for name in names]


def exported(acting: Acting, *names: str, format: str = CSV) -> list[str]:
    made = b"".join(people.export_people(acting, fields(*names), format=format))
    head, *lines = made.decode().split("\r\n" if format == CSV else "\n")
    return [head, *sorted(filter(None, lines))]


def test_people_are_written_under_the_names_of_their_fields(setup: Acting) -> None:
    resident(setup, "Ann", "O’Brien", date_of_birth="12/3/1980", telephone="+44 1632 960123")
    resident(setup, "=Ben", "the “cat”")
    assert exported(setup, "given_name", "family_name", "date_of_birth", "telephone") == [
        '"given_name","family_name","date_of_birth","telephone"',
        '"\'=Ben","the “cat”","",""',
        '"Ann","O’Brien","1980-03-12","\'+44 1632 960123"',
    ]


def test_as_lines_of_json_a_value_is_what_it_is(setup: Acting) -> None:
    people.define_field(setup, "children", "Children", "integer")
    people.define_field(setup, "languages", "Languages", several=True)
    resident(setup, children="3", languages=["en", "cy"])
    made = b"".join(
        people.export_people(setup, fields("given_name", "email", "children", "languages"), format=JSONL)
    )
    assert [json.loads(line) for line in made.splitlines()] == [
        {"given_name": "Ann", "email": None, "children": 3, "languages": ["en", "cy"]}
    ]


KINDS = {"text": "’=', +", "date": "2001-02-03", "datetime": "2026-11-22T14:05", "number": 1234567.125}
ALL = ("given_name", "family_name", "email", "date_of_birth", "address", *KINDS, "tags")


@pytest.mark.parametrize("format", [CSV, JSONL])
def test_what_was_exported_makes_the_same_people_again(setup: Acting, format: str) -> None:
    for kind in KINDS:
        people.define_field(setup, kind, kind, kind)
    people.define_field(setup, "tags", "Tags", several=True)
    resident(
        setup,
        "Zoë",
        "'=O’Brien",
        email="zoe@example.org",
        date_of_birth="1980-03-12",
        address='1 High St\n"York"',
        tags=["=a", "b,c"],
        **KINDS,
    )
    resident(setup, "+Ann", "-")
    wanted = exported(setup, *ALL, format=format)
    [zoe] = Person.objects.filter(given_name="Zoë").values("profile", "date_of_birth")
    text = b"".join(people.export_people(setup, fields(*ALL), format=format)).decode()
    for person in Person.objects.real():
        person.delete()

    found = imported(setup, text, {name: [name] for name in ALL})

    assert (found.fitting, found.wrong) == (2, 0)
    assert sorted(exported(setup, *ALL, format=format)) == sorted(wanted)
    assert Person.objects.filter(given_name="Zoë").values("profile", "date_of_birth").get() == zoe


def test_it_is_recorded_before_the_first_byte(setup: Acting) -> None:
    resident(setup)
    people.export_people(setup, fields("given_name", "postcode"), format=JSONL)
    entry = Entry.objects.of_kinds("people.people_exported").get()
    assert entry.open().data == {"people": 1, "fields": ["given_name", "postcode"], "format": "jsonl"}


def test_agents_export_the_people_and_fields_of_their_segments(setup: Acting, bob: Person) -> None:
    agent = make_person("Adam", "Pryce", rights=["people.export_people"])
    business = people.create_segment(setup, "Business")
    rate = people.define_field(setup, "rate", "Rate", segment=business)
    ann, ben = resident(setup, "Ann"), resident(setup, "Ben")
    resident(setup, "Cleo", segments=[business], rate="3")
    people.join_segment(setup, ben, business)
    Person.objects.filter(pk__in=[ann.pk, ben.pk]).update(profile={"rate": "1"})
    assert exported(Acting.alone(agent), "given_name") == [
        '"given_name"',
        '"Adam"',
        '"Ann"',
        '"Ben"',
        '"Bob"',
    ]
    with pytest.raises(Refused):
        people.export_people(Acting.alone(agent), [rate])
    people.join_segment(setup, agent, business)
    assert exported(Acting.alone(agent), "given_name", "rate") == [
        '"given_name","rate"',
        '"Adam",""',
        '"Ann",""',  # what is private to a segment is shown of its people only
        '"Ben","1"',
        '"Bob",""',
        '"Cleo","3"',
    ]


def test_whoever_may_not_export_gets_nothing(bob: Person) -> None:
    with pytest.raises(Refused):
        people.export_people(Acting.alone(bob), fields("given_name"))


def test_everybody_is_written_once_however_few_are_read_at_once(
    setup: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "AT_ONCE", 2)
    for number in range(5):
        resident(setup, f"N{number}")
    assert exported(setup, "given_name")[1:] == [f'"N{number}"' for number in range(5)]


def test_whoever_takes_a_decoy_with_the_others_is_noticed(setup: Acting) -> None:
    agent = make_person("Adam", "Pryce", rights=["people.export_people"])
    crowd(CROWD)
    people.export_people(Acting.alone(agent), fields("given_name"))
    assert LookingAlert.objects.count() == 0
    people.plant_decoys(setup)
    people.export_people(Acting.alone(agent), fields("given_name"))
    [alert] = LookingAlert.objects.all()
    assert (alert.agent, alert.words.split(",")[0]) == (agent, "exported a decoy")
