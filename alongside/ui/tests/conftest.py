"""What the tests of parts share: drawing a piece of template and reading the markup."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from django.template import engines

Draw = Callable[..., str]


@pytest.fixture
def draw() -> Draw:
    """Draw a piece of template that calls parts as `ui.…`; what it needs is given by name."""

    def drawn(source: str, **context: Any) -> str:
        environment = engines["jinja2"].env  # type: ignore[attr-defined]  # every Jinja2 engine has one
        template = environment.from_string('{% import "ui/parts.html" as ui %}' + source)
        return str(template.render(**context)).strip()

    return drawn


class Elements(HTMLParser):
    """The elements of a piece of markup in their order: (name, attributes)."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [attrs for tag, attrs in self.found if tag == name]

    def one(self, name: str) -> dict[str, str | None]:
        (only,) = self.all(name)
        return only
