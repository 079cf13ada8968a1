"""The demonstration's forms and articles: some for everybody, some for staff, some for Human Resources."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from alongside.assisting.acting import Acting
from alongside.command.demo import cast
from alongside.forms import examples
from alongside.knowledge import actions as knowledge
from alongside.people.models import Group

ARTICLES = Path(__file__).with_name("articles")
# By folder, the group that alone reaches what is in it.
READERS = {"everybody": None, "staff": cast.STAFF, "personnel": cast.PERSONNEL}
# The buttons below a person's details (spec G16), by slug.
SHORTCUTS = ("moving-home", "council-tax", "bins", "parking")


def publish(acting: Acting, groups: Mapping[str, Group]) -> None:
    """Put up the articles and the forms."""
    for folder, reader in READERS.items():
        for path in sorted((ARTICLES / folder).glob("*.md")):
            title, _, body = path.read_text().partition("\n")
            knowledge.publish(
                acting,
                slug=path.stem,
                title=title.removeprefix("# "),
                body=body.strip(),
                groups=[groups[reader]] if reader else [],
            )
    for name in examples.NAMES:
        examples.publish(acting, name)
