"""A caller is asked who they are: their answers are nowhere, and open sensitive fields for one sitting."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from alongside.assisting import actions as assisting
from alongside.assisting.acting import Acting
from alongside.assisting.models import Assistance
from alongside.history.models import Entry
from alongside.interactions.actions import checking
from alongside.interactions.actions.checking import NoChannel, TooMany
from alongside.interactions.models import CallerAnswer, CheckCode
from alongside.lib import clock
from alongside.people import middleware
from alongside.people.models import Person, ProfileField, Tenant
from tests.cast import AGENT, make_person, sign_in
from tests.council import resident
from tests.remains import remains

pytestmark = pytest.mark.django_db

POSTCODE = "PA7 3XQ"


@pytest.fixture
def ann(setup: Acting, tenant: Tenant) -> Person:
    tenant.options = {"caller_check": {"questions": ["date_of_birth", "postcode"], "before_sensitive": True}}
    tenant.save()
    ProfileField.objects.filter(name="postcode").update(sensitive=True)
    ann = resident(setup, email="ann@example.org", date_of_birth="1980-03-12", postcode=POSTCODE)
    Person.objects.filter(pk=ann.pk).update(email_changed_at=None)
    ann.refresh_from_db()
    return ann


@pytest.fixture
def bob(tenant: Tenant) -> Person:
    return make_person("Bob", "Helper", rights=AGENT)


@pytest.fixture
def bobs(tenant: Tenant, bob: Person) -> Client:
    return sign_in(tenant, bob)


@pytest.fixture
def sitting(bobs: Client, ann: Person) -> Assistance:
    bobs.post("/console/assistances/", {"person": ann.pk})
    return Assistance.objects.open().get()


def at(sitting: Assistance, noun: str = "") -> str:
    return f"/console/checks/{sitting.pk}/{noun}"


def test_right_answers_open_sensitive_fields_for_this_sitting(
    bobs: Client, bob: Person, ann: Person, sitting: Assistance
) -> None:
    pages = [
        f"/console/people/{ann.pk}/",
        f"/console/people/{ann.pk}/details/",
        f"/for/{sitting.pk}/account/profile/",
    ]
    assert [POSTCODE in bobs.get(page).content.decode() for page in pages] == [False] * 3
    assert "not checked" in bobs.get("/console/").content.decode()

    said = {"date_of_birth": "12.3.1980", "postcode": "pa73xq"}
    assert bobs.post(at(sitting), said).status_code == 303

    assert "checked: " in bobs.get("/console/").content.decode()
    assert [POSTCODE in bobs.get(page).content.decode() for page in pages] == [True] * 3
    entry = Entry.objects.get(kind="interactions.caller_asked").open()
    assert entry is not None
    assert entry.data == {"asked": ["date_of_birth", "postcode"], "right": 2, "wrong": 0}
    assert remains(["12.3.1980"]) == []

    assisting.switch(Acting.alone(bob), ann)
    assert POSTCODE not in bobs.get(pages[0]).content.decode()


def test_lists_of_people_leave_sensitive_fields_out(tenant: Tenant, bobs: Client, ann: Person) -> None:
    """Nobody in them has been checked: results, their list while typing, and who may be the same."""
    same = {"given_name": ann.given_name, "family_name": ann.family_name, "postcode": POSTCODE}

    def shown() -> list[bool]:
        kept = bobs.post("/console/searches/", {"q": ann.family_name})["Location"]
        pages = [
            bobs.get(kept),
            bobs.post("/console/people/results/", {"q": ann.family_name}),
            bobs.post("/console/people/new/matches/", same),
        ]
        assert [ann.name in page.content.decode() for page in pages] == [True] * 3
        return [POSTCODE in page.content.decode() for page in pages]

    assert shown() == [False] * 3
    tenant.options = {}
    tenant.save()
    middleware._kept.clear()
    assert shown() == [True] * 3


def test_what_is_hidden_is_not_changed(bobs: Client, ann: Person, sitting: Assistance) -> None:
    bobs.post(
        f"/console/people/{ann.pk}/details/",
        {"given_name": "Ann", "family_name": "Smith", "postcode": "AB1 2CD"},
    )

    ann.refresh_from_db()
    assert ann.profile["postcode"] == POSTCODE


def test_a_person_sees_their_own(tenant: Tenant, ann: Person) -> None:
    page = sign_in(tenant, ann).get("/account/profile/").content.decode()

    assert POSTCODE in page


def test_wrong_answers_come_to_an_end(bobs: Client, sitting: Assistance) -> None:
    """Also across sittings and agents; and nothing tells which was wrong."""
    assert bobs.post(at(sitting), {}).status_code == 422
    for _ in range(5):
        assert bobs.post(at(sitting), {"postcode": "XX1 1XX"}).status_code == 303
    assert "0 of 1 answers are what we know" in bobs.get(at(sitting)).content.decode()

    assert bobs.post(at(sitting), {"postcode": POSTCODE}).status_code == 429
    with clock.moved(minutes=61):
        assert checking.ask(Acting.alone(sitting.agent), sitting, {"postcode": POSTCODE}) == 1


def test_one_right_answer_after_wrong_ones_counts_and_one_wrong_after_it_does_not(
    bobs: Client, tenant: Tenant, sitting: Assistance
) -> None:
    bobs.post(at(sitting), {"postcode": POSTCODE, "date_of_birth": "12 March 1980"})
    assert checking.is_checked(sitting, tenant.options)
    bobs.post(at(sitting), {"postcode": "XX1 1XX"})
    assert not checking.is_checked(sitting, tenant.options)


def sent_code() -> str:
    found: list[str] = re.findall(r"\b\d{6}\b", str(mail.outbox[-1].body))
    return found[0]


def test_a_code_by_mail_is_enough(bobs: Client, tenant: Tenant, sitting: Assistance) -> None:
    bobs.post(at(sitting, "codes/"), {"channel": "email"})
    code = sent_code()
    assert mail.outbox[-1].to == ["ann@example.org"]
    assert code.encode() not in bytes(CheckCode.objects.get().code_hash)

    bobs.post(at(sitting, "tries/"), {"code": f"{code[:3]} {code[3:]}"})

    assert checking.is_checked(sitting, tenant.options)
    assert "checked: code by e-mail" in bobs.get("/console/").content.decode()
    assert Entry.objects.filter(kind__in=["interactions.code_sent", "interactions.code_tried"]).count() == 2
    with pytest.raises(TooMany):  # it is used
        checking.try_code(Acting.alone(sitting.agent), sitting, code)


def test_a_code_is_tried_five_times_within_ten_minutes(
    bobs: Client, bob: Person, sitting: Assistance
) -> None:
    acting = Acting.alone(bob)
    checking.send_code(acting, sitting, "email")
    code = sent_code()
    wrong = "000000" if code != "000000" else "111111"
    with clock.moved(minutes=10, seconds=1), pytest.raises(TooMany):
        checking.try_code(acting, sitting, code)
    assert [checking.try_code(acting, sitting, wrong) for _ in range(5)] == [False] * 5
    with pytest.raises(TooMany):
        checking.try_code(acting, sitting, code)
    checking.send_code(acting, sitting, "email")
    checking.send_code(acting, sitting, "email")
    with pytest.raises(TooMany):
        checking.send_code(acting, sitting, "email")
    assert checking.try_code(acting, sitting, sent_code())
    assert CallerAnswer.objects.filter(right=True).count() == 1


def test_no_code_goes_to_an_address_of_late(
    bobs: Client, ann: Person, bob: Person, sitting: Assistance
) -> None:
    """Or whoever changes it while helping would check themselves (T-11)."""
    Person.objects.filter(pk=ann.pk).update(email_changed_at=clock.now() - timedelta(hours=71))

    with pytest.raises(NoChannel):
        checking.send_code(Acting.alone(bob), sitting, "email")
    assert "Nowhere to send a code" in bobs.get(at(sitting)).content.decode()
    assert bobs.post(at(sitting, "codes/"), {"channel": "pigeon"}).status_code == 303
    assert mail.outbox == []


def test_a_code_by_text_message_goes_out_by_the_houses_sender(
    settings: Any, tmp_path: Path, bob: Person, ann: Person, sitting: Assistance
) -> None:
    settings.SMS_SENDER, settings.SMS_FOLDER = "alongside.interactions.sending.Files", str(tmp_path)
    ann.profile["telephone"] = ["01632 960123"]
    ann.save()

    checking.send_code(Acting.alone(bob), sitting, "sms")

    # Where sealing or committing is made to fail, an earlier one has left: it cannot be called back.
    last = max(tmp_path.iterdir(), key=lambda file: file.stat().st_mtime_ns)
    said = last.read_text()
    assert said.startswith("01632 960123\n")
    (code,) = re.findall(r"\b\d{6}\b", said.partition("\n")[2])
    assert checking.try_code(Acting.alone(bob), sitting, code)


def test_another_agents_sitting_is_not_there(tenant: Tenant, sitting: Assistance) -> None:
    gils = sign_in(tenant, make_person("Gil", "Second", rights=AGENT))

    for noun in ("", "codes/", "tries/"):
        assert gils.post(at(sitting, noun)).status_code == 404
