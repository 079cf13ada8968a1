"""What every test shares: both databases, and the cast."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from pytest_django.plugin import DjangoDbBlocker

from tests.databases import VENDORS, Databases

pytest_plugins = ["tests.cast"]

# How long a machine takes that others use, too, is no finding. The same source is asked the same questions,
# so that a change passes or fails for what it is; `--hypothesis-profile any` looks for what nobody asked yet.
settings.register_profile("any", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("house", settings.get_profile("any"), derandomize=True)
settings.load_profile("house")

_servers = ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    """Start the private PostgreSQL once, before the test processes are."""
    if hasattr(config, "workerinput") or config.option.collectonly or "ALONGSIDE_TEST_POSTGRES" in os.environ:
        return
    from alongside.command.postgres import private_server  # noqa: PLC0415 (Django must not be set up before)

    server = _servers.enter_context(private_server(durable=False))
    os.environ["ALONGSIDE_TEST_POSTGRES"] = server.url("DATABASE", "USER")
    os.environ["ALONGSIDE_TEST_POSTGRES_SUPERUSER"] = server.superuser


def pytest_unconfigure() -> None:
    _servers.close()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Every event of the house is recorded by some test: known once all of them have run."""
    config = session.config
    if hasattr(config, "workerinput"):
        config.workeroutput["kinds"] = sorted(_recorded)  # type: ignore[attr-defined]  # xdist's
    elif config.args_source is pytest.Config.ArgsSource.TESTPATHS and not config.option.keyword:
        from alongside.history import events  # noqa: PLC0415 (after Django is set up)

        missing = {kind for kind in events.kinds() if not kind.startswith("tests.")} - _recorded
        if missing and not session.testsfailed:
            print(f"\nNo test records these events: {', '.join(sorted(missing))}")  # noqa: T201
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """A test process says which events its tests recorded."""
    _recorded.update(getattr(node, "workeroutput", {}).get("kinds", ()))


_recorded: set[str] = set()


@pytest.fixture(autouse=True, scope="session")
def _events_are_noted() -> Iterator[None]:
    """An event is asked for its data when it is sealed."""
    from alongside.history.events import Event  # noqa: PLC0415 (after Django is set up)

    data = Event.data

    def noting(event: Event) -> Any:
        _recorded.add(event.kind)
        return data(event)

    Event.data = noting  # type: ignore[method-assign, assignment]  # that is the point
    yield
    Event.data = data  # type: ignore[method-assign]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every test that touches a database runs on each of them, unless what it looks at is the same on any."""
    marks = {mark.name for mark in metafunc.definition.iter_markers()}
    if marks & {"django_db", "committed"}:
        vendors = VENDORS[:1] if "looks" in marks else VENDORS
        metafunc.fixturenames.append("vendor")
        metafunc.parametrize("vendor", vendors, indirect=True, scope="session")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """First what needs no database, then one database after the other. On each of them browsers come last:
    the server they need looks after everybody's jobs, and would after those of other tests.

    Without JavaScript a browser asks what it asks with it, and less: one database is enough for that."""
    without = [item for item in items if _database_of(item) == 2 and _script_of(item) is False]
    items[:] = [item for item in items if item not in without]
    config.hook.pytest_deselected(items=without)
    items.sort(key=lambda item: (_database_of(item), item.get_closest_marker("browser") is not None))


def _script_of(item: pytest.Item) -> bool | None:
    callspec = getattr(item, "callspec", None)
    return callspec.params.get("javascript") if callspec else None


def _database_of(item: pytest.Item) -> int:
    callspec = getattr(item, "callspec", None)
    vendor = callspec.params.get("vendor") if callspec else None
    return 0 if vendor is None else 1 + VENDORS.index(vendor)


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    found = Databases(Path(tmp_path_factory.mktemp("databases")), worker)
    yield found
    found.close()


@pytest.fixture(scope="session")
def vendor(request: pytest.FixtureRequest) -> str:
    """The database a test runs on: "sqlite" or "postgres"."""
    name: str = request.param
    return name


@pytest.fixture
def django_db_setup(
    request: pytest.FixtureRequest, databases: Databases, django_db_blocker: DjangoDbBlocker
) -> None:
    """pytest-django's way in: connects the test to its database."""
    with django_db_blocker.unblock():
        databases.use(request.node.callspec.params["vendor"])


@pytest.fixture(autouse=True)
def _committed(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """For tests marked `committed`: what they write is committed and stays. Each has a tenant of its
    own, so nothing needs to be cleaned away — which history would not allow."""
    if request.node.get_closest_marker("committed") is None:
        yield
        return
    with django_db_blocker.unblock():
        request.getfixturevalue("databases").use(request.node.callspec.params["vendor"])
        yield


@pytest.fixture(autouse=True)
def _refusals_are_fresh() -> Iterator[None]:
    """A refusal is recorded once a minute; each test begins a minute of its own."""
    yield
    from alongside.assisting import acting  # noqa: PLC0415 (after Django is set up)

    acting._lately.clear()
