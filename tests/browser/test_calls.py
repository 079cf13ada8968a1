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
CAMERAS = Path(__file__).with_name("cameras.js")
SHARED = "() => document.querySelector('figure:not([data-own]) video').videoWidth > 320"
HEARD = """async () => {
  const video = document.querySelector("figure:not([data-own]) video");
  const context = new AudioContext();
  const ears = context.createAnalyser();
  context.createMediaStreamSource(new MediaStream(video.srcObject.getAudioTracks())).connect(ears);
  const level = new Float32Array(ears.fftSize);
  let loudest = 0;
  for (let left = 30; left; left -= 1) {
    await new Promise((done) => setTimeout(done, 50));
    ears.getFloatTimeDomainData(level);
    loudest = Math.max(loudest, ...level);
  }
  await context.close();
  return loudest > 0.01;
}"""
# What no browser of ours sends: not JSON, unknown, too long, as somebody else, to nobody, of another kind.
MALFORMED = """() => {
  const own = sockets.at(-1);
  const said = ["{", "[]", '{"type":"fly"}', "x".repeat(70000), '{"type":"ping","from":"s1"}',
    '{"type":"pointer","on":"s0","x":0.5,"y":0.5}', '{"type":"caption","text":"' + "x".repeat(301) + '"}',
    '{"type":"offer","to":"s0","epoch":1,"sdp":"v=0"}',
    '{"type":"status","camera":1,"microphone":1,"screen":1}'];
  for (let times = 3; times; times -= 1) for (const one of said) own.send(one);
}"""
PATIENCE = 60_000


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


def shows_otherwise(expert: Walk, guest: Walk) -> None:
    """The guest takes another camera, another picture, their voice away and back; the expert looks closer."""
    # The camera on the other side, and back by its name.
    press(guest.page, "Flip camera")
    sees(expert.page, "green")
    guest.page.get_by_text("Choose camera and microphone").click()
    camera = guest.page.get_by_label("Camera", exact=True).and_(guest.page.locator("select"))
    assert camera.locator("option:checked").inner_text() == "The other side"
    camera.select_option(index=0)
    sees(expert.page, "blue")
    # Their screen in place of the camera.
    press(guest.page, "Share screen")
    expert.page.get_by_text("shares the screen").wait_for(timeout=PATIENCE)
    expert.page.wait_for_function(SHARED, timeout=PATIENCE)
    press(guest.page, "Share screen")
    sees(expert.page, "blue")
    # Nothing is heard of whoever is mute.
    assert expert.page.evaluate(HEARD)
    press(guest.page, "Microphone")
    expert.page.get_by_text("muted").wait_for(timeout=PATIENCE)
    assert not expert.page.evaluate(HEARD)
    press(guest.page, "Microphone")
    expert.page.get_by_text("muted").wait_for(state="detached", timeout=PATIENCE)
    # What they say is read.
    press(guest.page, "Captions of what I say")
    expert.page.get_by_text("Turn the red tap.").wait_for(timeout=PATIENCE)
    press(guest.page, "Captions of what I say")
    # One picture large, and all of one size again.
    large = expert.page.get_by_role("button", name="Show Gus large")
    sizes = []
    for pressed in ("true", "false"):
        large.click()
        assert large.get_attribute("aria-pressed") == pressed
        boxes = [one.bounding_box() or {"width": 0} for one in expert.page.locator("figure").all()]
        sizes.append(max(box["width"] for box in boxes) > 1.5 * min(box["width"] for box in boxes))
        if pressed == "true":
            expert.look(expert.page)
    assert sizes == [True, False]
    # Few, large buttons for whoever has no hand free.
    press(guest.page, "Hands-free")
    box = guest.page.get_by_role("button", name="Microphone", exact=True).bounding_box()
    assert box
    assert box["height"] >= 80
    guest.look(guest.page)
    press(guest.page, "Hands-free")


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
    guest.context.add_init_script(path=CAMERAS)
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
    shows_otherwise(expert, guest)
    # What is malformed ends the connection of whoever sends it; the others only see them go.
    guest.page.evaluate(MALFORMED)
    guest.page.get_by_text("The connection was closed. Load the page again.").wait_for(timeout=PATIENCE)
    expert.page.wait_for_function("() => document.querySelectorAll('figure').length === 1", timeout=PATIENCE)
    state = expert.page.locator("[data-call]").get_attribute("data-state")
    assert (expert.problems, state) == ([], "connected")
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
