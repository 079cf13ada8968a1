"""What carries sound and picture, with the real servers: a relay alone, and Janus; and calls that go on when
servers, pages and people come and go (J24)."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright

from alongside.assisting.acting import Acting
from alongside.calls import actions as calls
from alongside.calls.engines.janus import ILL
from alongside.calls.models import Call, Delivery
from alongside.calls.turn import credential
from alongside.command.bench.cameras import SEEN, launch
from alongside.lib import clock
from alongside.people import roles
from alongside.people.models import Tenant
from tests.browser import networks
from tests.browser.relays import SECRET, certificate, coturn, janus
from tests.browser.serving import Served, serve
from tests.browser.walking import Walk
from tests.cast import make_person
from tests.databases import Databases
from tests.ports import LOOPBACK, free_port

pytestmark = [
    pytest.mark.browser,
    pytest.mark.committed,
    pytest.mark.looks,
    pytest.mark.usefixtures("one_call_at_a_time"),
]

PATIENCE = 60_000
TRUSTING = "--ignore-certificate-errors"  # nobody known signed that of the relay
EPOCH = datetime(1970, 1, 2, tzinfo=UTC)
# Nothing but relays, by one way to them: what reaches the other side went through one. What pages made is
# kept to be asked.
RELAYED = """(() => {
  const Own = RTCPeerConnection;
  const way = "%s";
  globalThis.made = [];
  globalThis.RTCPeerConnection = class extends Own {
    constructor(given) {
      const by = (url) => (url.startsWith("turns:") ? "tls" : url.split("transport=")[1]) === way;
      const servers = given.iceServers.map((one) => ({...one, urls: [one.urls].flat().filter(by)}));
      super(way ? {...given, iceServers: servers, iceTransportPolicy: "relay"} : given);
      made.push(this);
    }
  };
})()"""
USED = """async () => {
  const live = made.filter((one) => one.connectionState === "connected");
  const found = [];
  for (const one of live) {
    const stats = [...(await one.getStats()).values()];
    const {selectedCandidatePairId} = stats.find((two) => two.type === "transport");
    const pair = stats.find((two) => two.id === selectedCandidatePairId);
    const {candidateType, relayProtocol} = stats.find((two) => two.id === pair.localCandidateId);
    found.push(`${candidateType} by ${relayProtocol}`);
  }
  return found;
}"""
# The code that a relay gives back for a credential; 0 when it takes it.
TAKEN = """async (server) => {
  const peer = new RTCPeerConnection({iceServers: [server], iceTransportPolicy: "relay"});
  const said = new Promise((tell) => {
    peer.addEventListener("icecandidateerror", ({errorCode}) => tell(errorCode));
    peer.addEventListener("icecandidate", ({candidate}) => candidate?.type === "relay" && tell(0));
  });
  peer.addTransceiver("audio");
  await peer.setLocalDescription();
  const code = await said;
  peer.close();
  return code;
}"""


@pytest.fixture(scope="module")
def browsers(driver: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Browser]]:
    """Two whose cameras show a colour; and `green`, which asks before it lends a camera to a page."""
    folder = tmp_path_factory.mktemp("cameras")
    found = {colour: launch(driver, folder, colour, more=[TRUSTING]) for colour in ("red", "blue")}
    found["green"] = launch(
        driver, folder, "green", asks=True, more=[TRUSTING, f"--host-resolver-rules=MAP far.test {LOOPBACK}"]
    )
    yield found
    for browser in found.values():
        browser.close()


class House:
    """A server of its own, that names a relay and a Janus server; both can come and go, and so can it."""

    def __init__(self, database: str, folder: Path) -> None:
        self.database, self.folder = database, folder
        self.turn, self.secure, self.janus, self.port = (free_port() for _ in range(4))
        self.served = self._serve()

    def start(self) -> None:
        self.served = self._serve()

    def _serve(self) -> Served:
        return serve(
            self.database,
            self.folder,
            port=self.port,
            host="0.0.0.0",  # noqa: S104 (other networks of this machine reach it)
            ALONGSIDE_TURN=(
                f"turn:{LOOPBACK}:{self.turn}?transport=udp turn:{LOOPBACK}:{self.turn}?transport=tcp"
                f" turns:{LOOPBACK}:{self.secure}?transport=tcp"
            ),
            SSL_CERT_FILE=str(certificate(self.folder)),
            ALONGSIDE_TURN_SECRET=SECRET,
            ALONGSIDE_JANUS=f"ws://{LOOPBACK}:{self.janus}",
            ALONGSIDE_JANUS_SECRET=SECRET,
            ALONGSIDE_HOSTS=".localhost, 127.0.0.1, far.test",
        )


@pytest.fixture(scope="module")
def houses() -> Iterator[list[House]]:
    opened: list[House] = []
    yield opened
    for one in opened:
        one.served.stop()


@pytest.fixture
def house(
    houses: list[House], databases: Databases, vendor: str, tmp_path_factory: pytest.TempPathFactory
) -> House:
    """One for all tests of this file."""
    if not houses:
        houses.append(House(databases.urls[vendor], tmp_path_factory.mktemp("calls") / "house"))
    return houses[0]


@pytest.fixture
def xenia(tenant: Tenant) -> Acting:
    return Acting.alone(make_person("Xenia", "Expert", rights=list(roles.STANDARD["Assist"])))


class Door:
    """Lets guests into one call, each by a link of their own."""

    def __init__(self, house: House, tenant: Tenant, xenia: Acting) -> None:
        self.house, self.tenant, self.xenia = house, tenant, xenia
        self.call = calls.create_conference(xenia, "The boiler")

    def open(self, browser: Browser, name: str, *, way: str = "", grant: bool = False) -> Page:
        """Their page of the call, before they started."""
        _, token = calls.invite(self.xenia, self.call, Delivery.LINK, name=name)
        context = browser.new_context(permissions=["camera", "microphone"] if grant else [])
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.add_init_script(RELAYED % way)
        page.goto(self.house.served.url(self.tenant.domain, f"/join/?link={token}"))
        page.get_by_label("I agree to these terms").check()
        page.get_by_role("button", name="Join the call").click()
        page.wait_for_selector("[data-begin]")
        return page

    def start(self, browser: Browser, name: str, *, way: str = "", grant: bool = False) -> Page:
        page = self.open(browser, name, way=way, grant=grant)
        page.get_by_role("button", name="Start with camera and microphone").click()
        return page


def sees(page: Page, *colours: str) -> None:
    """The pictures of the others are just these."""
    shown = f"""(wanted) => {{
      const videos = [...document.querySelectorAll("figure:not([data-own]) video")];
      return videos.map({SEEN}).sort().join() === wanted;
    }}"""
    page.wait_for_function(shown, arg=",".join(sorted(colours)), timeout=PATIENCE)


def test_a_call_by_a_relay_alone_outlasts_all_who_come_and_go(
    browsers: dict[str, Browser], house: House, tenant: Tenant, xenia: Acting
) -> None:
    door = Door(house, tenant, xenia)
    with coturn(house.folder, house.turn, house.secure):
        red = door.start(browsers["red"], "Red", way="udp")
        blue = door.start(browsers["blue"], "Blue", way="tcp")
        sees(red, "blue")
        sees(blue, "red")
        assert (red.evaluate(USED), blue.evaluate(USED)) == (["relay by udp"], ["relay by tcp"])
        # Janus is named and does not answer: the browsers carry the call.
        assert Call.objects.get().engine == "mesh"
        # A credential is good until its time, and only as the house made it.
        url = f"turn:{LOOPBACK}:{house.turn}?transport=udp"
        soon = clock.now() + timedelta(minutes=1)
        for until, secret, code in ((soon, SECRET, 0), (EPOCH, SECRET, 401), (soon, "another", 401)):
            name, password = credential(secret, "guest", until)
            server = {"urls": url, "username": name, "credential": password}
            assert red.evaluate(TAKEN, server) == code
        # The server is another one, and the call the same.
        house.served.stop()
        # Another page of theirs says what is the matter, instead of the browser.
        away = blue.context.new_page()
        away.goto(house.served.url(tenant.domain))
        away.get_by_role("heading", name="The network is away").wait_for()
        away.close()
        house.start()
        for page, other in ((red, "blue"), (blue, "red")):
            page.wait_for_selector("[data-call][data-state=connected]")
            sees(page, other)
        # Somebody without a camera, and a fourth: the two notice nothing of their coming and going.
        before = red.evaluate("made.filter((one) => one.connectionState === 'connected').length")
        refused = door.start(browsers["green"], "Grey", way="udp")
        refused.wait_for_selector("[data-call][data-state=connected]")
        refused.get_by_text("The browser was not allowed to use it.").wait_for()
        green = door.start(browsers["green"], "Green", way="tls", grant=True)
        sees(green, "red", "blue", "")
        sees(red, "blue", "green", "")
        assert set(green.evaluate(USED)) == {"relay by tls"}
        for page in (green, refused):
            page.get_by_role("button", name="Leave", exact=True).click()
            page.wait_for_selector("[data-call]", state="detached")
        sees(red, "blue")
        assert red.evaluate("made.filter((one) => one.connectionState === 'connected').length") == before
    for page in (red, blue, green, refused):
        page.context.close()


def test_a_page_says_what_keeps_somebody_from_calls(
    browsers: dict[str, Browser], house: House, tenant: Tenant, xenia: Acting
) -> None:
    lent = Door(house, tenant, xenia).open(browsers["green"], "Green", grant=True)
    lent.get_by_role("button", name="Look at yourself first").click()
    lent.wait_for_function(f"() => ({SEEN})(document.querySelector('[data-preview] video')) === 'green'")
    lent.wait_for_function("() => document.querySelector('meter').value > 0.01")
    lent.get_by_role("link", name="Something does not work?").click()
    found = tried(lent)
    assert (found["camera"], found["microphone"], found["house"]) == ("good", "good", "good")
    assert (found["page"], found["browser"], found["out"]) == ("good", "good", "good")
    lent.get_by_text("It cannot be reached from your network.").wait_for()
    with coturn(house.folder, house.turn, house.secure):
        assert set(tried(lent).values()) == {"good"}
    lent.get_by_text("All is well. You can take part in calls.").wait_for()
    walk = Walk(browsers["green"], house.served.url(tenant.domain, ""), house.served.log)
    walk.go("/call/try/")
    found = tried(walk.page)
    assert [name for name, how in found.items() if how != "good"] == ["camera", "microphone", "relay"]
    assert found["relay"] == "untried"
    walk.page.get_by_text("The browser was not allowed to use it.").first.wait_for()
    walk.look(walk.page)
    tenant.domain = "far.test"
    tenant.save()
    walk.page.goto(f"http://far.test:{house.port}/call/try/")
    found = tried(walk.page)
    assert [name for name, how in found.items() if how != "good"] == [
        "page",
        "camera",
        "microphone",
        "relay",
    ]
    walk.page.get_by_text("Ask for an address that begins with https.").wait_for()
    walk.close()
    lent.context.close()


def tried(page: Page) -> dict[str, str]:
    """What was found of each step."""
    page.locator("[data-try]").click()
    page.wait_for_function("() => document.querySelector('[data-try]').textContent === 'Try again'")
    page.wait_for_function("() => !document.querySelector('[data-try]').disabled")
    found: dict[str, str] = page.evaluate(
        "() => Object.fromEntries([...document.querySelectorAll('[data-step]')]"
        ".map(({dataset}) => [dataset.step, dataset.found]))"
    )
    return found


def test_janus_carries_a_call_and_may_die_in_it(
    browsers: dict[str, Browser], house: House, tenant: Tenant, xenia: Acting, tmp_path: Path
) -> None:
    door = Door(house, tenant, xenia)
    with ExitStack() as first:
        first.enter_context(janus(tmp_path / "janus", house.janus))
        time.sleep(ILL)  # the house may have found it dead a moment ago
        red = door.start(browsers["red"], "Red")
        blue = door.start(browsers["blue"], "Blue")
        sees(red, "blue")
        sees(blue, "red")
        assert Call.objects.get().engine == "janus"
        # Each sends once, to everybody: also where more are in the call than browsers alone can carry.
        green = door.start(browsers["green"], "Green", grant=True)
        more = [door.start(browsers[colour], colour.title() * 2) for colour in ("red", "blue")]
        sees(green, "red", "blue", "red", "blue")
        sees(red, "blue", "green", "red", "blue")
        sees(more[1], "red", "blue", "green", "red")
        for page in (green, *more):
            page.get_by_role("button", name="Leave", exact=True).click()
        sees(red, "blue")
        blue.reload()
        blue.get_by_role("button", name="Start with camera and microphone").click()
        sees(blue, "red")
        sees(red, "blue")
    with janus(tmp_path / "janus", house.janus):
        for page, other in ((red, "blue"), (blue, "red")):
            page.wait_for_function("() => made.at(-1).connectionState === 'connected'", timeout=PATIENCE)
            sees(page, other)
        told = json.dumps([page.content() for page in (red, blue)])
        assert (SECRET in told, str(house.janus) in told) == (False, False)
    for page in (red, blue, green, *more):
        page.context.close()


@pytest.mark.skipif("networks.why_not()", reason=networks.why_not())
def test_a_call_goes_on_in_another_network(
    driver: Playwright,
    browsers: dict[str, Browser],
    house: House,
    tenant: Tenant,
    xenia: Acting,
    tmp_path: Path,
) -> None:
    door = Door(house, tenant, xenia)
    with networks.network(tmp_path) as there:
        found = [f"--host-resolver-rules=MAP {tenant.domain} {there.here}"]
        with closing(launch(driver, tmp_path, "red", more=found, program=str(there.program))) as away:
            blue, red = door.start(browsers["blue"], "Blue"), door.start(away, "Red")
            sees(blue, "red")
            sees(red, "blue")
            there.move()
            # The socket of whoever moved is found dead and opened anew, and the connection with it.
            for page, other in ((red, "blue"), (blue, "red")):
                again = "() => made.length > 1 && made.at(-1).connectionState === 'connected'"
                page.wait_for_function(again, timeout=PATIENCE)
                sees(page, other)
            blue.context.close()
