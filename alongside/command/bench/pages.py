"""`alongside bench pages`: what a first visit to each page brings over the wire, and what later ones cost."""

from __future__ import annotations

import argparse
import gzip
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPConnection
from urllib.parse import urljoin, urlsplit

from alongside.command import ready
from alongside.command.bench import houses
from alongside.command.bench.browser import Browser, Unexpected
from alongside.command.bench.figures import Processes, Series, machine, rounded, timed, versions
from alongside.command.bench.journey import sign_in
from alongside.command.bench.place import Place
from alongside.command.bench.report import show
from alongside.command.bench.serving import served
from alongside.lib import tenancy

METHOD = (
    "An agent opens each page of `alongside serve`. kb and requests: the page and everything that it and its"
    " styles name to be loaded, with nothing kept from before, as it comes over the wire, headers too."
    " p50_ms and cpu_ms: the page alone, {rounds} times after two that do not count; CPU is the server's, and"
    " PostgreSQL's where it is our own."
)
WARM = 2

# What an agent and whoever they help see most, each without anything that changes.
PAGES = (
    "/", "/forms/", "/forms/permit/", "/account/", "/account/profile/", "/account/helped/",
    "/articles/", "/console/", "/console/people/{person}/", "/console/people/{person}/details/",
    "/console/people/new/", "/console/interactions/", "/console/cases/", "/console/manage/",
)  # fmt: skip
_LOADED_BY_STYLES = re.compile(r"""(?:@import\s*|url\(\s*)["']?([^"')\s]+)""")


@dataclass
class Wire:
    """What came over it."""

    requests: int = 0
    size: int = 0  # bytes


def run(place: Place, options: argparse.Namespace) -> None:
    built = houses.build(place, people=options.people)
    houses.copy(place, "served")
    ready.collect_static_files()
    paths = [path.format(person=built.some_people[0]) for path in PAGES]
    with served(place, "served") as server, tenancy.within(built.tenant.pk):
        browser = sign_in(server.address)
        processes = Processes(server.pid, place.pid)
        pages = {path: _measured(browser, path, processes, options.rounds) for path in paths}
        browser.close()
    show(
        {
            "bench": "pages",
            "heaviest_kb": max(page["kb"] for page in pages.values()),
            "most_requests": max(page["requests"] for page in pages.values()),
            "pages": pages,
            "database": place.vendor,
            "people": options.people,
            "rounds": options.rounds,
            "versions": versions(),
            "machine": machine(),
            "method": METHOD.format(rounds=options.rounds),
        },
        as_json=options.json,
    )


def _measured(browser: Browser, path: str, processes: Processes, rounds: int) -> dict[str, float]:
    wire = cold(browser, path)
    warm = Series()
    for round_ in range(-WARM, rounds):
        with timed(warm if round_ >= 0 else Series(), processes):
            browser.get(path)
    return {
        "kb": rounded(wire.size / 1000),
        "requests": wire.requests,
        "p50_ms": rounded(warm.percentile(0.5)),
        "cpu_ms": rounded(warm.cpu_each),
    }


def cold(browser: Browser, path: str) -> Wire:
    """A page and everything it loads. Raises `Unexpected` for whatever is not there."""
    wire = Wire()
    waiting, loaded = [path], set[str]()
    while waiting:
        one = waiting.pop()
        if one in loaded:
            continue
        loaded.add(one)
        kind, text = _fetch(browser, one, wire)
        waiting += [urljoin(one, name) for name in _named_in(kind, text) if not urlsplit(name).netloc]
    return wire


def _fetch(browser: Browser, path: str, wire: Wire) -> tuple[str, str]:
    connection = HTTPConnection(browser.host)
    cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    connection.request("GET", path, headers={"Accept-Encoding": "gzip", "Cookie": cookies})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status != 200:
        raise Unexpected(f"alongside: GET {path} answered {answer.status} instead of 200.")
    headers = sum(len(name) + len(value) + 4 for name, value in answer.headers.items())
    wire.requests, wire.size = wire.requests + 1, wire.size + headers + len(body)
    kind = answer.headers.get_content_type()
    plain = gzip.decompress(body) if answer.headers.get("content-encoding") == "gzip" else body
    return kind, plain.decode(errors="replace") if kind.startswith("text/") else ""


def _named_in(kind: str, text: str) -> Iterable[str]:
    if kind == "text/css":
        return [name for name in _LOADED_BY_STYLES.findall(text) if not name.startswith(("data:", "#"))]
    if kind != "text/html":
        return []
    found = _Loaded()
    found.feed(text)
    return found.names


@dataclass
class _Loaded(HTMLParser):
    """What a browser loads for a page without being asked to."""

    names: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        said = dict(attributes)
        if tag == "link" and said.get("rel") in ("stylesheet", "icon", "manifest", "preload"):
            self._add(said.get("href"))
        elif tag in ("script", "img", "source"):
            self._add(said.get("src"))

    def _add(self, name: str | None) -> None:
        if name and not name.startswith("data:"):
            self.names.append(name)
