"""What people can prove: their entries, receipts of them, and the page that checks one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from alongside.assisting.acting import Acting, Refused
from alongside.history import offline_verifier
from alongside.history.models import Entry, Head
from alongside.history.proofs import Proof
from alongside.history.signing import Desk
from alongside.people import actions as people
from alongside.people.models import Person, Tenant
from alongside.portal.tests.doors import begin_to_help, text_of
from tests.council import browser_of, queries_of

pytestmark = pytest.mark.django_db

RECORD = "/account/record/"


@pytest.fixture(autouse=True)
def desk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Desk:
    monkeypatch.setattr(settings, "SIGNER", tmp_path / "signer")
    monkeypatch.setattr(settings, "DATA", tmp_path)
    return Desk(tmp_path / "signer", [])


@pytest.fixture
def looked_at(ann: Person, bob: Person) -> Entry:
    people.view_details(Acting.alone(bob), ann)
    entry: Entry = Entry.objects.newest_first()[0]
    return entry


def test_a_receipt_proves_an_entry_and_says_it_in_words(
    looked_at: Entry, ann: Person, desk: Desk, tenant: Tenant
) -> None:
    desk.sign_what_grew()
    browser = browser_of(ann)
    assert f"{RECORD}{looked_at.number}/receipt/" in browser.get(RECORD).content.decode()
    answer = browser.get(f"{RECORD}{looked_at.number}/receipt/")
    assert answer["Content-Disposition"] == f'attachment; filename="receipt-{looked_at.number}.json"'
    receipt = json.loads(answer.content)
    assert (receipt["house"], receipt["said"]) == (
        tenant.name,
        "Bob Helper looked at the details of Ann Example",
    )
    proof = Proof.parse(receipt["proof"])
    assert proof.check(looked_at.leaf.encode(), desk.public(tenant.pk)) == (
        f"alongside/history/{tenant.pk}",
        Head.objects.get().size,
    )


def test_the_offline_program_accepts_a_receipt(
    looked_at: Entry, ann: Person, desk: Desk, tenant: Tenant, tmp_path: Path
) -> None:
    desk.sign_what_grew()
    file = tmp_path / "receipt.json"
    file.write_bytes(browser_of(ann).get(f"{RECORD}{looked_at.number}/receipt/").content)
    words = [offline_verifier.__file__, "entry", file, "--key", desk.public(tenant.pk)[0].text()]
    done = subprocess.run([sys.executable, *map(str, words)], capture_output=True, text=True, check=False)
    assert done.stdout.startswith(f"Proven: entry {looked_at.number} of ")


def test_what_is_not_signed_yet_has_no_receipt_yet(looked_at: Entry, ann: Person) -> None:
    browser = browser_of(ann)
    page = text_of(browser.get(RECORD))
    assert "Nothing is signed here yet" in page
    assert "in a minute" in page
    answer = browser.get(f"{RECORD}{looked_at.number}/receipt/", follow=True)
    assert "This entry is not signed yet." in text_of(answer)


def test_receipts_of_others_and_of_what_is_private_are_not_there(
    looked_at: Entry, ann: Person, ben: Person, bob: Person, desk: Desk
) -> None:
    with pytest.raises(Refused):
        people.view_details(Acting.alone(ann), ann)
    desk.sign_what_grew()
    private = Entry.objects.newest_first()[0]
    statuses = [
        browser_of(ben).get(f"{RECORD}{looked_at.number}/receipt/").status_code,
        browser_of(bob).get(f"{RECORD}{looked_at.number}/receipt/").status_code,
        browser_of(ann).get(f"{RECORD}{private.number}/receipt/").status_code,
        browser_of(ann).get(f"{RECORD}{10**30}/receipt/").status_code,
    ]
    assert statuses == [404] * 4


def test_whoever_helps_takes_no_receipt(looked_at: Entry, ann: Person, bob: Person, desk: Desk) -> None:
    desk.sign_what_grew()
    browser = browser_of(bob)
    pages = begin_to_help(browser, ann)
    assert browser.get(f"{pages}{RECORD}").status_code == 404
    assert browser.get(f"{pages}{RECORD}{looked_at.number}/receipt/").status_code == 404


def test_the_list_asks_as_much_for_three_as_for_one(ann: Person, bob: Person, desk: Desk) -> None:
    people.view_details(Acting.alone(bob), ann)
    one = queries_of(browser_of(ann), RECORD)
    for _ in range(2):
        people.view_details(Acting.alone(bob), ann)
    assert queries_of(browser_of(ann), RECORD) == one


def test_the_page_that_checks_is_for_everybody_and_lets_nothing_leave(
    tenant: Tenant, looked_at: Entry, desk: Desk
) -> None:
    stranger = Client(headers={"host": tenant.domain})
    assert "The house shows no key." in text_of(stranger.get("/receipts/"))
    desk.sign_what_grew()
    answer = stranger.get("/receipts/")
    assert desk.public(tenant.pk)[0].text() in answer.content.decode()
    assert "connect-src 'none'" in answer["Content-Security-Policy"]
    assert stranger.get("/receipts/verifier.py").content == Path(offline_verifier.__file__).read_bytes()
