"""Two browsers in one call: each sees the other's picture, decoded and read as pixels (J21, J24, J26)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright

from alongside.assisting.acting import Acting
from alongside.calls import actions as calls
from alongside.calls.models import Call, Delivery, EndReason, Participant
from alongside.command.bench.cameras import SEEN, launch
from alongside.people import roles
from alongside.people.models import Holding, Tenant
from tests.browser.serving import Served
from tests.browser.walking import Walk
from tests.cast import make_person

pytestmark = [
    pytest.mark.browser,
    pytest.mark.committed,
    pytest.mark.looks,
    pytest.mark.usefixtures("one_call_at_a_time"),
]

OTHER = "figure:not([data-own]) video"
PATIENCE = 30_000


Start = Callable[[str], Browser]


@pytest.fixture
def start(driver: Playwright, tmp_path: Path) -> Iterator[Start]:
    """A browser process whose camera shows one colour."""
    open_browsers: list[Browser] = []

    def begin(colour: str) -> Browser:
        browser = launch(driver, tmp_path, colour)
        open_browsers.append(browser)
        return browser

    yield begin
    for browser in open_browsers:
        browser.close()


def sees(page: Page, colour: str, video: str = OTHER) -> None:
    shown = f"(given) => ({SEEN})(document.querySelector(given[0])) === given[1]"
    page.wait_for_function(shown, arg=[video, colour], timeout=PATIENCE)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def drawn(page: Page, tile: str) -> None:
    """Something stands on the picture."""
    page.wait_for_function(
        """(tile) => {
          const canvas = document.querySelector(`${tile} canvas`);
          const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          return data.some((one) => one);
        }""",
        arg=tile,
        timeout=PATIENCE,
    )


def test_two_people_see_each_other_write_draw_and_part(start: Start, served: Served, tenant: Tenant) -> None:
    xenia = make_person("Xenia", "Expert", rights=list(roles.STANDARD["Assist"]))
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
    # Each sees the other's camera.
    sees(guest.page, "red")
    sees(expert.page, "blue")
    for walk in (expert, guest):
        walk.look(walk.page)
    # What is written arrives as text, at once.
    guest.page.get_by_label("Write to everybody").fill("It drips. <b>Here</b>.")
    press(guest.page, "Send")
    expert.page.get_by_text("It drips. <b>Here</b>.").wait_for(timeout=PATIENCE)
    # What is drawn on a picture is on the same picture elsewhere.
    press(guest.page, "Draw")
    box = guest.page.locator("figure:not([data-own]) canvas").bounding_box()
    assert box
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    guest.page.mouse.move(*middle)
    guest.page.mouse.down()
    guest.page.mouse.move(middle[0] + 40, middle[1] + 30, steps=5)
    guest.page.mouse.up()
    drawn(expert.page, "figure[data-own]")
    # A camera that is off shows nothing, and is seen to be off.
    press(guest.page, "Camera")
    expert.page.get_by_text("camera off").wait_for(timeout=PATIENCE)
    press(guest.page, "Camera")
    expert.page.wait_for_selector("figure:not([data-own])[data-picture=on]", timeout=PATIENCE)
    sees(expert.page, "blue")
    # A page that is loaded anew is back in the call; nobody else comes of it.
    guest.page.reload()
    press(guest.page, "Start with camera and microphone")
    sees(guest.page, "red")
    sees(expert.page, "blue")
    assert expert.page.locator("figure").count() == 2
    # Whoever is removed is out, and sees why.
    expert.page.get_by_role("button", name="Remove Gus").click()
    guest.page.get_by_text("You were removed from the call.").wait_for(timeout=PATIENCE)
    expert.page.wait_for_function("() => document.querySelectorAll('figure').length === 1", timeout=PATIENCE)
    # Whoever loses the role loses the call with it, in an open socket.
    Holding.objects.filter(person=xenia).delete()
    expert.page.get_by_text("Your roles no longer give access to calls.").wait_for(timeout=PATIENCE)
    assert Participant.objects.filter(call=call).count() == 2
    assert Call.objects.get(pk=call.pk).end_reason in ("", EndReason.LEFT)
    for walk in (expert, guest):
        walk.close()
