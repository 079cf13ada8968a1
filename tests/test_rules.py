"""The rules of the house, read off the code (STYLE.md)."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from alongside.assisting import authority, powers
from alongside.history import events

PACKAGE = Path(authority.__file__).resolve().parent.parent
SOURCES = [
    path for path in PACKAGE.rglob("*.py") if "tests" not in path.parts and "migrations" not in path.parts
]
TEMPLATES = list(PACKAGE.rglob("*.html"))

# Views of libraries carry no mark of ours; these are the libraries whose pages we serve.
LIBRARIES = ("allauth.",)


def routes(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, address)
        else:
            yield address, pattern


def test_every_route_says_who_may_come_in() -> None:
    unmarked = [
        address
        for address, pattern in routes(get_resolver().url_patterns)
        if authority.of(pattern.callback) is None and not pattern.callback.__module__.startswith(LIBRARIES)
    ]
    assert unmarked == []


WRITES = {
    "save",
    "create",
    "bulk_create",
    "bulk_update",
    "update",
    "delete",
    "get_or_create",
    "update_or_create",
}


def is_action(path: Path) -> bool:
    return path.stem == "actions" or "actions" in path.parts


@pytest.mark.parametrize(
    "path", [path for path in SOURCES if not is_action(path)], ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_only_actions_write(path: Path) -> None:
    written = [
        f"{path.name}:{node.lineno} {ast.unparse(node.func)}"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in WRITES
        and re.search(r"\b(objects|everywhere)\b", ast.unparse(node.func))
    ]
    assert written == []


def test_the_portal_never_asks_who_is_signed_in() -> None:
    """It asks `request.acting`, or what is done for a person would be done for the agent."""
    said = [
        str(path.relative_to(PACKAGE))
        for path in (PACKAGE / "portal").rglob("*.*")
        if path.suffix in (".py", ".html")
        and "sign_in" not in path.parts
        and "tests" not in path.parts
        and "request.user" in path.read_text()
    ]
    assert said == []


def test_every_power_is_asked_for() -> None:
    source = "\n".join(path.read_text() for path in SOURCES)
    declared = re.findall(r"^([A-Z_]+) = Power\(\s*[^)]*\)", source, flags=re.MULTILINE)
    said = Counter(re.findall(r"\w+", source))
    idle = [name for name in declared if said[name] < 2]
    assert idle == []
    assert get_resolver().url_patterns  # loads every package, so that all powers are declared
    assert len(powers.declared()) >= len(set(declared))


def test_every_event_has_a_sentence_to_show_it() -> None:
    silent = [
        kind for kind, event in events.kinds().items() if not event.sentence or "{actor}: " in event.sentence
    ]
    assert silent == []


def test_every_template_is_used() -> None:
    text = "\n".join(path.read_text() for path in [*SOURCES, *TEMPLATES])
    # The sign-in library asks for its pages by names of its own.
    ours = [path for path in TEMPLATES if "sign_in" not in path.parts]
    unused = [str(path.relative_to(PACKAGE)) for path in ours if str(path.relative_to(PACKAGE)) not in text]
    assert unused == []
