"""Contacts come along from another system, once each, and go back to it as they came."""

from __future__ import annotations

import io
import json
from argparse import Namespace
from pathlib import Path
from typing import Any

import pytest

from alongside.assisting.acting import Acting
from alongside.command import taking_over
from alongside.history.models import Entry
from alongside.interactions import actions as interactions
from alongside.interactions.exchange import LONGEST_DOCUMENT, Illegible, documents, read
from alongside.interactions.models import ContactTopic, Interaction, Share
from alongside.interactions.services import USUAL
from alongside.people import actions as people
from alongside.people.models import Person, Tenant
from tests.cast import make_person
from tests.council import resident, setup, tenant

__all__ = ["setup", "tenant"]

pytestmark = pytest.mark.django_db

MORNING = 1_700_000_000_000  # milliseconds: 14 November 2023

COLUMNS = (
    *("agent_id", "last_helped_id", "channel", "service", "begun_at", "ended_at", "seconds_spent"),
    *("wrap_up", "note", "auto_closed"),
)


@pytest.fixture
def ivy(tenant: Tenant) -> Person:
    return make_person("Ivy", "Agent")


@pytest.fixture
def author(tenant: Tenant) -> Acting:
    return Acting.alone(people.system(tenant, "tidying"))


def document(number: int = 1, **subject: Any) -> dict[str, Any]:
    """As the other system writes one; an event holds what its form was filled in with."""
    said = {"userId": "ivy", "customerUserId": "", "description": "Asked about bins", "templateName": "Log"}
    return {
        "id": f"00000000-0000-4000-8000-{number:012d}",
        "labela": "InteractionLog",
        "labelb": None,
        "labelc": None,
        "labeld": None,
        "labele": None,
        "created": MORNING + number * 3_600_000,
        "lastupdated": MORNING + number * 3_600_000 + 600_000,
        "sealed": True,
        "subject": said | subject,
        "events": [
            {"event": "Form Submitted", "formData": {"data": {"channel": "Phone", "service": "Benefits"}}}
        ],
    }


def imported(author: Acting, tenant: Tenant, file: Path, text: str, **options: Any) -> int:
    file.write_text(text)
    return taken(author, tenant, file, **options)


def taken(author: Acting, tenant: Tenant, file: Path, **options: Any) -> int:
    said = Namespace(file=file, by="", errors=None, dry_run=False)
    vars(said).update(options)
    return taking_over.take_over(author, tenant, said)


def lines(*rows: Any) -> str:
    return "\n".join(json.dumps(one) for one in rows)


def test_a_contact_is_kept_with_all_that_was_said_of_it(
    tenant: Tenant,
    author: Acting,
    setup: Acting,
    ivy: Person,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    ann = resident(setup, "Ann", "Archer", account_number="4711")
    audit = document(9) | {"labela": "Template log"}
    text = lines(document(1, customerUserId="4711", timeSpent="0:07"), document(2), audit)
    assert imported(author, tenant, tmp_path / "log.json", text, by="account_number") == 0
    assert "Contacts kept: 2; 0 there already, 1 of the audit log, 0 wrong." in capsys.readouterr().out

    first, second = Interaction.objects.order_by("begun_at")
    assert (first.agent, first.last_helped, first.channel, first.service) == (ivy, ann, "phone", "benefits")
    assert (first.seconds_spent, first.note, first.state) == (420, "Asked about bins", "closed")
    assert (second.seconds_spent, second.last_helped) == (600, None)
    assert interactions.recounted()[0].wrong == 0
    [entry] = Entry.objects.of_kinds("interactions.taken_over")
    assert entry.open().data["contacts"] == 2


def test_a_file_that_was_stopped_is_gone_through_again_with_nothing_twice(
    tenant: Tenant, author: Acting, ivy: Person, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    half, whole = lines(document(1), document(2)), json.dumps([document(number) for number in (1, 2, 3)])
    assert imported(author, tenant, tmp_path / "log.json", whole, dry_run=True) == 0
    assert (Interaction.objects.count(), "would be kept: 3" in capsys.readouterr().out) == (0, True)
    assert imported(author, tenant, tmp_path / "log.json", lines(document(1), document(1)), dry_run=True) == 0
    assert "would be kept: 1; 1 there already" in capsys.readouterr().out
    imported(author, tenant, tmp_path / "log.json", half)
    imported(author, tenant, tmp_path / "log.json", whole)
    assert "Contacts kept: 1; 2 there already" in capsys.readouterr().out
    assert Interaction.objects.count() == 3


def test_of_a_file_that_breaks_off_what_stood_before_is_kept(
    tenant: Tenant, author: Acting, ivy: Person, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert imported(author, tenant, tmp_path / "log.json", lines(document(1), document(2)) + '\n{"id') == 1
    assert Interaction.objects.count() == 2
    assert "What stood before it is kept: 2 contacts." in capsys.readouterr().err


def test_what_is_wrong_is_written_down_corrected_and_sent_again(
    tenant: Tenant, author: Acting, ivy: Person, tmp_path: Path
) -> None:
    wrong = [
        document(1, userId="nobody"),
        document(2, customerUserId="stranger"),
        document(3) | {"created": "soon"},
        document(4) | {"created": None},
        document(5, channel="pigeon"),
        document(6, timeSpent="long"),
        document(7, service="x" * 65),
        document(8, userId=""),
        ["no", "object"],
    ]
    file = tmp_path / "log.json"
    assert imported(author, tenant, file, lines(*wrong, document(10))) == 1
    assert Interaction.objects.count() == 1
    errors = [json.loads(line) for line in file.with_suffix(".errors.jsonl").read_text().splitlines()]
    assert [one["number"] for one in errors] == list(range(1, 10))
    assert errors[0]["problem"] == "Nobody here is known as 'nobody', whose contact it was."
    assert all(one["problem"].endswith(".") for one in errors)

    errors[0]["document"]["subject"]["userId"] = "ivy"
    assert imported(author, tenant, tmp_path / "again.jsonl", lines(errors[0])) == 0
    assert Interaction.objects.count() == 2


def test_what_is_written_is_read_back_as_it_was(
    tenant: Tenant, author: Acting, setup: Acting, ivy: Person, tmp_path: Path
) -> None:
    ann = resident(setup)
    imported(
        author, tenant, tmp_path / "log.json", lines(document(1, customerUserId=str(ann.pk)), document(2))
    )
    first = Interaction.objects.order_by("pk")[0]
    ContactTopic.objects.create(interaction=first, service="roads")
    Share.objects.create(interaction=first, agent=make_person("Gil", "Second"), seconds=40)
    interactions.recount(setup)
    out = tmp_path / "out.jsonl"
    assert taking_over.give_out(Namespace(file=out)) == 0
    before = list(Interaction.objects.order_by("begun_at").values_list(*COLUMNS))
    Share.objects.all().delete()
    Interaction.objects.all().delete()
    interactions.recount(setup)
    assert taken(author, tenant, out) == 0
    assert ContactTopic.objects.values_list("interaction__note", "service").get() == (first.note, "roads")
    assert Share.objects.values_list("agent__username", "seconds").get() == ("gil", 40)
    assert (taken(author, tenant, out), Interaction.objects.count()) == (0, 2)
    assert interactions.recounted()[0].wrong == 0
    assert list(Interaction.objects.order_by("begun_at").values_list(*COLUMNS)) == before


@pytest.mark.parametrize(
    "text", ["{", "hello", '{"a": 1} x', "[[[[" * 20_000, '"' + "a" * (LONGEST_DOCUMENT + 9)]
)
def test_what_is_no_list_of_documents_is_said_to_be_none(text: str) -> None:
    with pytest.raises(Illegible):
        [read(one, USUAL) for _, one in documents(io.StringIO(text))]


def test_a_document_without_a_number_has_the_same_one_each_time() -> None:
    bare = {key: value for key, value in document().items() if key != "id"}
    assert read(bare, USUAL).id == read(json.loads(json.dumps(bare)), USUAL).id
