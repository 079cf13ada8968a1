"""`alongside bench call`: how soon two browsers see each other, beside two pages that do nothing else."""

from __future__ import annotations

import argparse
import itertools
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from alongside.assisting.acting import Acting
from alongside.calls import actions as calls
from alongside.calls.models import Delivery
from alongside.command import ready
from alongside.command.bench import houses
from alongside.command.bench.bare import bare_program
from alongside.command.bench.cameras import SEEN, launch
from alongside.command.bench.figures import Processes, Series, machine, rounded, versions
from alongside.command.bench.place import HOUSE, Place
from alongside.command.bench.report import show
from alongside.command.bench.serving import served
from alongside.lib import tenancy
from alongside.people import actions as people
from alongside.people.models import Role

if TYPE_CHECKING:
    from playwright.sync_api import Page

METHOD = (
    "Two browser processes whose cameras show red and blue, one call after the other. The second to come"
    " presses Start; the time ends when the first one's colour is read from the pixels of its video, looked"
    " at with every frame of the page. A call is whole when the first one sees the second, too. floor: a page"
    " and a socket that do nothing else, in the same two browsers, in turns. hung: calls without a picture"
    " after {patience} seconds. CPU is the server's, for a whole call: two links opened, two guests in,"
    " connected, out. {warm} calls of each came before and do not count."
)
PATIENCE, WARM = 15, 2  # seconds; calls
OTHER = "figure:not([data-own]) video"
START = "[data-begin=all]"
# Milliseconds from pressing a button until a video shows a colour; null when it never does.
PRESS = f"""async ([button, video, colour, patience]) => {{
  const seen = {SEEN};
  const begun = performance.now();
  document.querySelector(button).click();
  while (performance.now() - begun < patience) {{
    await new Promise(requestAnimationFrame);
    if (seen(document.querySelector(video)) === colour) return performance.now() - begun;
  }}
  return null;
}}"""


@dataclass(frozen=True)
class Pair:
    """The pages of two browsers; `first` is red and comes first."""

    first: Page
    second: Page


def run(place: Place, options: argparse.Namespace) -> None:
    built = houses.build(place, people=options.people)
    ready.collect_static_files()
    # Before the browsers are open, whose driver keeps a loop in this thread, where no query may be asked.
    with tenancy.within(built.tenant.pk):
        expert = _hired(Acting.alone(people.system(built.tenant)))
        meant = [_links(expert, f"Call {number}") for number in range(WARM + options.rounds)]
    product, floor, hung = Series(), Series(), 0
    with _browsers(Path(place.folder)) as pair, bare_program() as bare, served(place, HOUSE) as server:
        processes = Processes(server.pid, place.pid)
        for number, links in enumerate(meant):
            alone = _bare_call(pair, f"{bare}/{number}")
            cpu = processes.cpu()
            took = _call(pair, server.address, links)
            if alone is None:
                raise SystemExit("alongside: the floor hung.")
            if number < WARM:
                continue
            floor.times.append(alone)
            hung += took is None
            product.times += [] if took is None else [took]
            product.cpu += processes.cpu() - cpu
    if not product.times:
        raise SystemExit("alongside: nobody ever saw anybody.")
    show(
        {
            "bench": "call",
            "p50_ms": rounded(product.percentile(0.5)),
            "p95_ms": rounded(product.percentile(0.95)),
            "floor_p50_ms": rounded(floor.percentile(0.5)),
            "floor_p95_ms": rounded(floor.percentile(0.95)),
            "floor_ratio": rounded(product.percentile(0.5) / floor.percentile(0.5)),
            "calls": options.rounds,
            "hung": hung,
            "cpu_ms": rounded(product.cpu_each),
            "database": place.vendor,
            "versions": versions(),
            "machine": machine(),
            "method": METHOD.format(patience=PATIENCE, warm=WARM),
        },
        as_json=options.json,
    )


@contextmanager
def _browsers(folder: Path) -> Iterator[Pair]:
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 (only this needs it)
    except ImportError:
        raise SystemExit("alongside: this needs Playwright: make install-test brings it.") from None
    with sync_playwright() as playwright:
        try:
            red, blue = launch(playwright, folder, "red"), launch(playwright, folder, "blue")
        except FileNotFoundError as missing:
            raise SystemExit(f"alongside: {missing}") from None
        yield Pair(red.new_page(), blue.new_page())
        red.close()
        blue.close()


def _hired(house: Acting) -> Acting:
    expert = people.register(house, given_name="Xenia", family_name="Expert", reason="measuring")
    people.give_role(house, Role.objects.get(name="Assist"), expert)
    return Acting.alone(expert)


def _links(expert: Acting, title: str) -> list[str]:
    """A conference, and what stands in the links of its two guests."""
    call = calls.create_conference(expert, title)
    return [calls.invite(expert, call, Delivery.LINK, name=name)[1] for name in ("Red", "Blue")]


def _bare_call(pair: Pair, address: str) -> float | None:
    pair.first.goto(address)
    pair.first.click("button")
    pair.first.wait_for_function("() => document.title === 'Waiting'")
    pair.second.goto(f"{address}#offers")
    took = _pressed(pair.second, "button", "video", "red")
    for page in (pair.first, pair.second):
        page.goto("about:blank")
    return took


def _call(pair: Pair, address: str, links: list[str]) -> float | None:
    """One call of two guests, from their links until both have left."""
    for page, token in zip((pair.first, pair.second), links, strict=True):
        page.goto(f"{address}/join/?link={token}")
        page.get_by_label("I agree to these terms").check()
        page.get_by_role("button", name="Join the call").click()
        page.wait_for_selector(START)
    pair.first.click(START)
    pair.first.wait_for_selector("[data-call][data-state=connected]")
    took = _pressed(pair.second, START, OTHER, "red")
    whole = took is not None and _sees(pair.first, "blue")
    for page in (pair.second, pair.first):
        page.get_by_role("button", name="Leave", exact=True).click()
        page.wait_for_selector("[data-call]", state="detached")
    if not whole:
        print("A call hung.", file=sys.stderr)
    return took if whole else None


def _pressed(page: Page, button: str, video: str, colour: str) -> float | None:
    took: float | None = page.evaluate(PRESS, [button, video, colour, PATIENCE * 1000])
    return took


def _sees(page: Page, colour: str) -> bool:
    shown = f"() => ({SEEN})(document.querySelector({OTHER!r}))"
    for _ in itertools.repeat(None, PATIENCE * 10):
        if page.evaluate(shown) == colour:
            return True
        page.wait_for_timeout(100)
    return False
