"""Forms to begin with: what a council is asked most, and one that shows what forms know of people.

Each is a JSON file with what `actions.publish` takes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from alongside.assisting.acting import Acting
from alongside.forms import actions
from alongside.forms.models import Form
from alongside.people.models import Group

HERE = Path(__file__).parent
NAMES = ("permit", "missed-bin", "council-tax-reduction", "form-context", "form-context-alone")


@dataclass(frozen=True)
class Example:
    slug: str
    title: str
    summary: str
    definition: object
    assist_enabled: bool = True


def example(name: str) -> Example:
    """One of `NAMES`."""
    return Example(slug=name, **json.loads((HERE / f"{name}.json").read_text(encoding="utf-8")))


def publish(acting: Acting, name: str, *, groups: Iterable[Group] = ()) -> Form:
    """Put one of `NAMES` into use."""
    chosen = example(name)
    return actions.publish(
        acting,
        slug=chosen.slug,
        title=chosen.title,
        summary=chosen.summary,
        definition=chosen.definition,
        assist_enabled=chosen.assist_enabled,
        groups=groups,
    )
