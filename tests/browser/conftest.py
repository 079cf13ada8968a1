"""A real browser against a real server, on both databases, with JavaScript and without.

Every page that a walk opens is checked by axe (WCAG 2.2 AA) and must neither log an error nor break
the content security policy. With ALONGSIDE_SCREENSHOTS set to a folder, each is also kept as a
picture at 360 and 1440 px.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from alongside.people.models import Person, Tenant
from tests.browser.house import caller, house, manager  # noqa: F401 (fixtures)
from tests.browser.serving import Served, serve
from tests.browser.walking import Walk, known
from tests.databases import Databases

# The synchronous Playwright keeps an event loop in this thread; the tests' own queries are synchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def driver() -> Iterator[Playwright]:
    """One for all tests: beside a second one, queries would go to the database of the test before."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes which test at the same time know."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def chromium(driver: Playwright, shared: Path) -> Iterator[Browser]:
    known.file = shared / "examined"
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.fail("no Chromium was found: on Debian, apt-get install chromium")
    browser = driver.chromium.launch(executable_path=found, args=ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def servers(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Served]]:
    running: dict[str, Served] = {}
    yield running
    for served in running.values():
        served.stop()


@pytest.fixture
def served(
    vendor: str, servers: dict[str, Served], databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Served:
    """The server on this test's database."""
    if vendor not in servers:
        folder: Path = tmp_path_factory.mktemp(f"server-{vendor}")
        servers[vendor] = serve(databases.urls[vendor], folder)
    return servers[vendor]


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def javascript(request: pytest.FixtureRequest) -> bool:
    on: bool = request.param
    return on


@pytest.fixture
def one_call_at_a_time(shared: Path) -> Iterator[None]:
    """Pictures are made, sent and read by computing alone here: two calls at once would starve each other."""
    with (shared / "calls.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class Walker(Protocol):
    def __call__(self, person: Person | None, *, javascript: bool = True) -> Walk: ...


@pytest.fixture
def walker(chromium: Browser, served: Served, tenant: Tenant) -> Iterator[Walker]:
    """Opens a browser of its own for somebody and signs them in; for nobody, who only holds a link."""
    open_walks: list[Walk] = []

    def walk(person: Person | None, *, javascript: bool = True) -> Walk:
        started = Walk(chromium, served.url(tenant.domain, ""), served.log, javascript=javascript)
        open_walks.append(started)
        if person is not None:
            started.sign_in(person)
        return started

    yield walk
    for started in open_walks:
        started.close()
