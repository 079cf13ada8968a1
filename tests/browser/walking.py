"""A person's walk through the product in a browser, where every page is looked at."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Error, Locator, Page

from alongside.people.models import Person
from tests.cast import PASSWORD

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDTHS = (360, 1440)
AXE = Axe().axe_script

# A page without what is said on it: two of the same bones, in the same light, are accessible, or neither
# is. Whether there is text in an element, and every attribute but where it leads and what was typed, are
# bones.
BONES = """() => matchMedia("(prefers-color-scheme: dark)").matches + document.documentElement.outerHTML
  .replace(/<(script|style)[^>]*>[^]*?<.(script|style)>/g, "")
  .replace(/ (href|src|action|value|content|nonce|hx-[a-z]+|datetime)="[^"]*"/g, " $1")
  .replace(/[0-9a-f]{8}-[0-9a-f-]{27}|[0-9]+/g, "0")
  .replace(/>[^<]*[^<\\s][^<]*</g, ">x<")"""

# Where text stands: each element that holds some, with all it stands in, as far as styles ask for it. What
# colours it has hangs on nothing else.
PLACES = """() => {
  const light = matchMedia("(prefers-color-scheme: dark)").matches
  const asked = ["class", "type", "open", "hidden", "disabled", "aria-current", "data-opens", "fill", "style"]
  const bare = e => `<${e.localName} ${asked.map(name => e.getAttribute(name))}>`
  const within = new Map()
  const place = e => {
    if (!within.has(e)) within.set(e, (e.parentElement ? place(e.parentElement) : light) + bare(e))
    return within.get(e)
  }
  const found = new Map()
  const note = e => { if (!found.has(place(e))) found.set(place(e), e) }
  document.querySelectorAll("input, select, textarea").forEach(note)
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) if (texts.currentNode.data.trim()) note(texts.currentNode.parentElement)
  window.places = found
  return [...found.keys()]
}"""
# Contrasts are what costs axe most: they are looked at where no such place was before.
EXAMINE = """([places, options]) => {
  for (const place of places) window.places.get(place).setAttribute("data-new-place", "")
  axe.configure({rules: [{id: "color-contrast", selector: "[data-new-place]"}]})
  return axe.run(options)
}"""

# Answers that are meant to be failures (409, 422 …) are reported by the browser as errors of the page.
EXPECTED = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")


class Known:
    """What was examined and found good, by any of the processes that test at the same time."""

    def __init__(self) -> None:
        self.file: Path | None = None
        self._seen: set[str] = set()
        self._read = 0

    def lacks(self, things: Iterable[str]) -> dict[str, str]:
        """Of these, what is not known, under its short name."""
        if self.file is not None and self.file.exists():
            with self.file.open() as lines:
                lines.seek(self._read)
                self._seen.update(line.strip() for line in lines.readlines())
                self._read = lines.tell()
        short = {_short(thing): thing for thing in things}
        return {name: thing for name, thing in short.items() if name not in self._seen}

    def add(self, short: Iterable[str]) -> None:
        self._seen.update(short)
        if self.file is not None:
            with self.file.open("a") as lines:
                lines.write("".join(f"{one}\n" for one in short))


def _short(thing: str) -> str:
    return sha256(thing.encode()).hexdigest()[:24]


known = Known()


class Walk:
    """One browser window of one person. Every step ends with a look at the page it led to."""

    def __init__(self, browser: Browser, home: str, log: Path, *, javascript: bool = True) -> None:
        self.home, self.log, self.javascript = home, log, javascript
        self.context = browser.new_context(
            java_script_enabled=javascript, viewport={"width": 1440, "height": 900}
        )
        self.problems: list[str] = []  # what the browser complained of
        self.page = self.tab()

    def tab(self) -> Page:
        """Another tab of the same window."""
        page = self.context.new_page()
        page.on("console", self._on_console)
        page.on("pageerror", lambda problem: self.problems.append(f"a script failed: {problem}"))
        return page

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not EXPECTED.match(message.text):
            self.problems.append(f"{message.text} {message.location}")

    def close(self) -> None:
        self.context.close()

    def sign_in(self, person: Person) -> None:
        self.go("/accounts/login/")
        self.page.get_by_label("User name or e-mail").fill(person.username or "")
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.press("Sign in")

    def text(self) -> str:
        """What stands on the page."""
        return self.page.inner_text("body")

    def path(self) -> str:
        """The address of the page, within this site."""
        return self.page.url.removeprefix(self.home)

    def go(self, path: str, page: Page | None = None) -> None:
        page = page or self.page
        try:
            page.goto(self.home + path)
        except Error as problem:  # a page that shows work went on by itself, just now
            if "interrupted by another navigation" not in str(problem):
                raise
            page.wait_for_load_state()
            page.goto(self.home + path)
        self.look(page)

    def press(self, name: str, within: Locator | None = None, page: Page | None = None) -> None:
        """Press a button and look at where it leads."""
        page = page or self.page
        with page.expect_navigation():
            (within or page).get_by_role("button", name=name).first.click()
        self.look(page)

    def follow(self, name: str, within: Locator | None = None, page: Page | None = None) -> None:
        """Follow a link and look at where it leads."""
        page = page or self.page
        with page.expect_navigation():
            (within or page).get_by_role("link", name=name).first.click()
        self.look(page)

    def look(self, page: Page) -> None:
        """Every page is whole and accessible, fits a narrow screen, and can be looked at later.

        A page that shows work draws itself anew when that ends, perhaps just now: then that is looked at.
        """
        for _ in range(3):
            try:
                self._look(page)
                return
            except Error as problem:
                if "Execution context was destroyed" not in str(problem):
                    raise
                page.wait_for_load_state()
        self._look(page)

    def _look(self, page: Page) -> None:
        assert self.problems == [], f"{page.url}\n{self.problems}\n{self.log.read_text()[-3000:]}"
        if self.javascript:
            self._examine(page)
        page.set_viewport_size({"width": WIDTHS[0], "height": 800})
        width = page.evaluate("document.documentElement.scrollWidth") if self.javascript else WIDTHS[0]
        assert width <= WIDTHS[0], f"{page.url} is {width} px wide on a screen of {WIDTHS[0]}"
        self._picture(page, WIDTHS[0])
        page.set_viewport_size({"width": WIDTHS[1], "height": 900})
        self._picture(page, WIDTHS[1])

    def _examine(self, page: Page) -> None:
        bones = known.lacks([page.evaluate(BONES)])
        if not bones:
            return
        places = known.lacks(page.evaluate(PLACES))
        page.evaluate(AXE)
        options = {"runOnly": WCAG, "resultTypes": ["violations"]}
        found = AxeResults(page.evaluate(EXAMINE, [list(places.values()), options]))
        assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
        known.add([*bones, *places])

    def _picture(self, page: Page, width: int) -> None:
        folder = os.environ.get("ALONGSIDE_SCREENSHOTS")
        if folder and self.javascript:
            name = re.sub(
                r"[0-9a-f]{8}-[0-9a-f-]{27}|\d{6,}", "ID", page.url.split("://")[1].partition("/")[2]
            )
            file = Path(folder) / f"{name.replace('/', '_').strip('_') or 'home'}-{width}.png"
            page.screenshot(path=file, full_page=True)
