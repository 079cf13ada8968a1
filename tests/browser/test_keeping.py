"""What is kept of a call, and what two do side by side (J23, J25)."""

from __future__ import annotations

import io

import pytest
from django.test import override_settings
from PIL import Image
from playwright.sync_api import expect

from alongside.assisting.acting import Acting
from alongside.calls import actions as calls
from alongside.calls.actions.phonebook import Listed
from alongside.calls.models import Delivery, Media
from alongside.forms import vault
from alongside.forms.actions import begin
from alongside.forms.tests.samples import FIRST, published
from alongside.people import roles
from alongside.people.models import Tenant
from tests.browser.serving import Served
from tests.browser.test_calls import PATIENCE, Start, press, sees, start
from tests.browser.walking import Walk
from tests.cast import AGENT, make_person

__all__ = ["start"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.committed,
    pytest.mark.looks,
    pytest.mark.usefixtures("one_call_at_a_time"),
]


PLAYED = """async () => {
  const film = document.querySelector("video");
  if (!Number.isFinite(film.duration) || film.duration < 0.3) return false;
  film.currentTime = film.duration / 2;
  await new Promise((done) => film.addEventListener("seeked", done, {once: true}));
  return film.videoWidth === 1280;
}"""
HELP = """async (person) => {
  const csrfmiddlewaretoken = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const body = new URLSearchParams({person, csrfmiddlewaretoken});
  return (await fetch("/console/assistances/", {method: "POST", body})).url;
}"""


def colour_of(media: Media) -> tuple[int, int, int]:
    with Image.open(io.BytesIO(vault.file_of(media.pk).read_bytes())) as kept:
        red, green, blue = kept.convert("RGB").getpixel((5, 5))  # type: ignore[misc]
    return red, green, blue


def test_what_is_seen_is_kept_while_everybody_agrees(start: Start, served: Served, tenant: Tenant) -> None:
    rights = [*roles.STANDARD["Assist"], "xa_ocall_calllog_delete-media"]
    xenia = make_person("Xenia", "Expert", rights=rights)
    expert = Walk(start("red"), served.url(tenant.domain, ""), served.log)
    expert.sign_in(xenia)
    acting = Acting.alone(xenia)
    call = calls.create_conference(acting, "The boiler")
    _, token = calls.invite(acting, call, Delivery.LINK, name="Gus")
    expert.go("/console/live/")
    expert.press("Start")
    press(expert.page, "Start with camera and microphone")
    guest = Walk(start("blue"), served.url(tenant.domain, ""), served.log)
    guest.go(f"/join/?link={token}")
    guest.page.get_by_label("I agree to these terms").check()
    guest.press("Join the call")
    press(guest.page, "Start with camera and microphone")
    sees(expert.page, "blue")
    # A snapshot of the guest's picture, and the frozen picture that both draw on.
    press(expert.page, "Snapshot")
    expert.page.get_by_text("A snapshot was kept.").wait_for(timeout=PATIENCE)
    guest.page.get_by_role("heading", name="Pictures and files").wait_for(timeout=PATIENCE)
    press(expert.page, "Freeze")
    guest.page.wait_for_selector("figure[data-own] img", timeout=PATIENCE)
    with override_settings(DATA=served.log.parent):
        red, _, blue = colour_of(Media.objects.get(kind="snapshot"))
    assert red < 80 < 180 < blue
    press(expert.page, "Freeze")
    guest.page.wait_for_selector("figure[data-own] img", state="detached", timeout=PATIENCE)
    # A file of the guest's.
    guest.page.get_by_label("Share a picture or a PDF").set_input_files(
        {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\nletter"}
    )
    press(guest.page, "Share")
    expert.page.get_by_role("link", name="letter.pdf").wait_for(timeout=PATIENCE)
    # Nothing is recorded until the guest agrees, and nothing any more once they do not.
    press(expert.page, "Record the call")
    agree = guest.page.get_by_role("button", name="I agree to be recorded")
    agree.wait_for(timeout=PATIENCE)
    assert Media.objects.get(kind="recording").size == 0
    for walk in (expert, guest):
        walk.look(walk.page)
    agree.click()
    expert.page.get_by_text("This call is being recorded").wait_for(timeout=PATIENCE)
    recorded = Media.objects.get(kind="recording")
    for _ in range(160):
        recorded.refresh_from_db()
        if recorded.size > 2_000:
            break
        expert.page.wait_for_timeout(250)
    assert recorded.size > 2_000
    press(guest.page, "I no longer agree")
    expert.page.get_by_text("This call is being recorded").wait_for(state="detached", timeout=PATIENCE)
    recorded.refresh_from_db()
    assert recorded.kept_at is not None
    with override_settings(DATA=served.log.parent):
        content = vault.file_of(recorded.pk).read_bytes()
    assert (content[:4], len(content)) == (b"\x1a\x45\xdf\xa3", recorded.size)
    # After the call the log has all of it.
    expert.press("End for everybody")
    expert.go(f"/console/live/log/{call.pk}/")
    assert expert.page.get_by_role("button", name="Download").count() == 4
    # The recording is played, from anywhere in it, and says how long it is.
    expert.press("Play Recording")
    expert.page.wait_for_function(PLAYED, timeout=PATIENCE)
    expert.go(f"/console/live/log/{call.pk}/")
    expert.press("Delete Snapshot")
    assert "Deleted" in expert.text()
    expert.follow("Write a report")
    expert.page.get_by_label("What was done").fill("Changed the valve.")
    expert.press("Keep it")
    expert.page.get_by_label("Name of whoever signs").fill("Gus Guest")
    box = expert.page.locator("canvas").bounding_box()
    assert box
    expert.page.mouse.move(box["x"] + 20, box["y"] + 20)
    expert.page.mouse.down()
    expert.page.mouse.move(box["x"] + 200, box["y"] + 60, steps=4)
    expert.page.mouse.up()
    press(expert.page, "Sign")
    expert.page.get_by_text("Signed by").wait_for(timeout=PATIENCE)
    expert.look(expert.page)
    # Whom one can call: a colleague, and whoever stands in the phonebook.
    lead = make_person("Lea", "Lead", rights=["console.enter", *roles.LEADING_CALLS])
    calls.add_contact(Acting.alone(lead), Listed("Berg Heating", email="berg@example.com"))
    expert.go("/console/live/contacts/")
    assert ("Lea Lead" in expert.text(), "Berg Heating" in expert.text()) == (True, True)
    for walk in (expert, guest):
        walk.close()


def test_one_form_is_filled_in_side_by_side(start: Start, served: Served, tenant: Tenant) -> None:
    ann, bob = make_person("Ann", "Example"), make_person("Bob", "Helper", rights=AGENT)
    draft = begin(Acting.alone(ann), published(), FIRST)
    path = f"/forms/permit/drafts/{draft.pk}/"
    browser = start("red")
    anns = Walk(browser, served.url(tenant.domain, ""), served.log)
    anns.sign_in(ann)
    bobs = Walk(browser, served.url(tenant.domain, ""), served.log)
    bobs.sign_in(bob)
    bobs.go("/console/")
    mount = str(bobs.page.evaluate(HELP, str(ann.pk))).split("/for/")[1].split("/")[0]
    bobs.go(f"/for/{mount}{path}pages/2/")
    anns.go(f"{path}pages/2/")
    bobs.press("Fill it in side by side")
    anns.page.get_by_text("Bob Helper is looking at this form with you").wait_for(timeout=PATIENCE)
    bobs.page.get_by_text("They have “Your vehicle” open").wait_for(timeout=PATIENCE)
    # What she types is there at once; what he points at stands out on her page.
    anns.page.get_by_label("Registration number").fill("AB12 CDE")
    anns.page.get_by_label("Registration number").blur()
    bobs.page.get_by_text("AB12 CDE").wait_for(timeout=PATIENCE)
    bobs.page.get_by_role("button", name="Point at it Zones").click()
    anns.page.get_by_text("Bob Helper points at: Zones").wait_for(timeout=PATIENCE)
    anns.page.wait_for_selector(".pointed-at", timeout=PATIENCE)
    for walk in (anns, bobs):
        walk.look(walk.page)
    # What he answers is on her page, while what she types there stays; each answer has its author.
    bobs.follow("Fill it in yourself")
    plates = [walk.page.get_by_label("Registration number") for walk in (anns, bobs)]
    plates[0].fill("CD34 EFG")
    bobs.page.get_by_label("Zone B").check()
    expect(anns.page.get_by_label("Zone B")).to_be_checked(timeout=PATIENCE)
    expect(plates[0]).to_have_value("CD34 EFG")
    plates[0].blur()
    expect(plates[1]).to_have_value("CD34 EFG", timeout=PATIENCE)
    draft.refresh_from_db()
    by = {name: draft.answers[name]["by"]["name"] for name in ("plate", "zones")}
    assert by == {"plate": "Ann Example", "zones": "Bob Helper"}
    press(anns.page, "Stop looking together")
    bobs.page.get_by_text("Fill it in side by side").wait_for(timeout=PATIENCE)
    for walk in (anns, bobs):
        walk.close()
