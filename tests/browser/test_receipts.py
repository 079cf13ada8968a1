"""A person takes a receipt, and checks it in their own browser: what is genuine, what was tampered with
in each way, and that nothing leaves the page."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Request

from alongside.assisting.acting import Acting
from alongside.history import checkpoints, notes
from alongside.history.proofs import Proof
from alongside.history.signing import Desk
from alongside.people import actions as people
from alongside.people.models import Person, Tenant
from tests.browser.conftest import Walker
from tests.browser.serving import Served
from tests.browser.test_journeys import with_password
from tests.browser.walking import Walk

pytestmark = [pytest.mark.browser, pytest.mark.committed, pytest.mark.looks]


@pytest.fixture
def desk(served: Served) -> Desk:
    """The signer of the house that the browser sees."""
    return Desk(served.log.parent / "signer", [])


def verdict(walk: Walk, content: str) -> tuple[str, str]:
    """What the page says of a file: its verdict, and its last step."""
    page = walk.page
    page.evaluate("document.querySelector('[data-verdict]').textContent = ''")
    file = FilePayload(name="receipt.json", mimeType="application/json", buffer=content.encode())
    page.set_input_files("#receipt", file)
    page.locator("[data-verdict]:not(:empty)").wait_for()
    return page.inner_text("[data-verdict]"), page.locator("[data-steps] li").last.inner_text()


def test_a_receipt_is_checked_in_ones_own_browser(
    walker: Walker, tenant: Tenant, caller: Person, bob: Person, desk: Desk, tmp_path: Path
) -> None:
    for _ in range(5):
        people.view_details(Acting.alone(bob), caller)
    desk.sign_what_grew()
    person = walker(with_password(caller))
    person.go("/account/record/")
    with person.page.expect_download() as download:
        person.page.get_by_role("link", name="Download the receipt of entry").nth(1).click()
    download.value.save_as(tmp_path / "receipt.json")
    receipt = (tmp_path / "receipt.json").read_text()
    person.go("/receipts/")
    asked: list[Request] = []
    person.context.on("request", lambda one: asked.append(one))

    assert verdict(person, receipt)[0] == "This receipt is genuine"
    assert "Bob Helper looked at the details of Ann Example" in person.text()
    person.look(person.page)
    assert verdict(person, json.loads(receipt)["proof"])[0] == "This receipt is genuine"
    for change, said in tamperings(desk, tenant).items():
        told = verdict(person, change(receipt))
        assert told == ("This receipt is not genuine", f"✗ {said}"), said
    person.look(person.page)
    person.page.fill("#trusted", notes.Signer.new(checkpoints.origin(tenant.pk)).verifier.text())
    assert verdict(person, receipt) == (
        "This receipt is not genuine",
        "✗ The checkpoint is not signed with the key that you trust.",
    )
    person.page.fill("#trusted", "")
    assert verdict(person, receipt)[0] == "This receipt could not be checked"
    assert [one.url for one in asked if not one.url.startswith("blob:")] == []


def test_a_browser_that_knows_no_such_signatures_says_so(
    walker: Walker, tenant: Tenant, caller: Person, bob: Person, desk: Desk
) -> None:
    people.view_details(Acting.alone(bob), caller)
    desk.sign_what_grew()
    person = walker(with_password(caller))
    person.page.add_init_script(
        "crypto.subtle.importKey = () => Promise.reject(new DOMException('', 'NotSupportedError'))"
    )
    person.go("/account/record/")
    address = person.page.get_by_role("link", name="Download the receipt of entry").first.get_attribute(
        "href"
    )
    receipt = person.page.evaluate("address => fetch(address).then(answer => answer.text())", address)
    person.go("/receipts/")
    told = verdict(person, receipt)
    assert told[0] == "This receipt could not be checked"
    assert "cannot check Ed25519 signatures" in told[1]


def test_without_scripts_the_page_says_what_else_checks(walker: Walker, caller: Person) -> None:
    person = walker(with_password(caller), javascript=False)
    person.go("/receipts/")
    assert "python3 verifier.py entry receipt.json --key KEY" in person.text()
    assert not person.page.locator("#receipt").is_visible()


def tamperings(desk: Desk, tenant: Tenant) -> dict[Callable[[str], str], str]:
    """Each way to tamper with a receipt, and what the page must say."""

    def changed(**fields: object) -> Callable[[str], str]:
        def change(receipt: str) -> str:
            said = json.loads(receipt)
            proof = Proof.parse(said["proof"])
            values = {name: getattr(proof, name) for name in ("number", "path", "checkpoint", "extra")}
            for name, make in fields.items():
                values[name] = make(proof)  # type: ignore[operator]  # each is a function of the proof
            return json.dumps(said | {"proof": Proof(**values).text()})

        return change

    def another_name(proof: Proof) -> bytes:
        return proof.extra.replace(b'"outcome":"done"', b'"outcome":"gone"')

    def sealed(proof: Proof) -> bytes:
        last = proof.extra[-20:-19]
        return proof.extra[:-20] + (b"A" if last != b"A" else b"B") + proof.extra[-19:]

    def elsewhere(proof: Proof) -> bytes:
        return proof.extra.replace(f'"number":{proof.number},'.encode(), b'"number":0,')

    def forged(proof: Proof) -> str:
        body = proof.checkpoint.partition("\n\n")[0] + "\n"
        stranger = notes.Signer.new(checkpoints.origin(tenant.pk))
        return notes.signed(body, [stranger])

    def borrowed(proof: Proof) -> str:
        (ours,) = desk.signers(tenant.pk)
        other = notes.signed("another text\n", [ours]).rpartition("\n\n")[2]
        return proof.checkpoint.partition("\n\n")[0] + "\n\n" + other

    def root(proof: Proof) -> str:
        lines = proof.checkpoint.split("\n")
        lines[2] = base64.b64encode(bytes(32)).decode()
        return "\n".join(lines)

    place = "The entry is not the one that the log holds at this place: one of them was changed."
    return {
        changed(extra=another_name): place,
        changed(extra=sealed): place,
        changed(extra=elsewhere): "The entry says that it stands at another place of the log.",
        changed(
            number=lambda proof: proof.number - 1
        ): "The entry says that it stands at another place of the log.",
        changed(path=lambda proof: [bytes(32), *proof.path[1:]]): place,
        changed(path=lambda proof: proof.path[:-1]): place,
        changed(path=lambda proof: [*proof.path, bytes(32)]): place,
        changed(checkpoint=root): place,
        changed(checkpoint=forged): "The checkpoint is not signed with the key that you trust.",
        changed(
            checkpoint=borrowed
        ): "The signature does not fit: the checkpoint was changed, or another key made it.",
        lambda receipt: receipt[:-40]: "This file cannot be read as a receipt.",
        lambda receipt: "nothing": "This is not a receipt with its entry in it.",
    }
