"""A copy of all that is held of somebody, from the lines it was gathered in: as data, and as a page to
read. Both are drawn piece by piece, so that a long life is no larger in memory than a short one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Any, cast

from django.template import engines

from alongside.people.custody import Record
from alongside.people.models import Person

Gathered = dict[str, Any]


def as_data(person: Person, at: datetime, lines: Iterable[str]) -> Iterator[str]:
    """JSON: whose it is, when, and the records by kind, one on each line."""
    about = {"person": person.name, "number": person.pk, "at": at.isoformat()}
    yield f'{json.dumps(about, ensure_ascii=False)[:-1]}, "held": ['
    for place, (title, held) in enumerate(_by_kind(lines)):
        yield f'{"," if place else ""}\n{{"kind": {json.dumps(title, ensure_ascii=False)}, "records": ['
        for number, record in enumerate(held):
            said = {name: record[name] for name in ("at", "title", "facts")}
            yield f"{',' if number else ''}\n  {json.dumps(said, ensure_ascii=False)}"
        yield "]}"
    yield "\n]}\n"


def as_page(person: Person, at: datetime, lines: Iterable[str]) -> Iterator[str]:
    """HTML that stands alone."""
    sections = ((title, map(_read, held)) for title, held in _by_kind(lines))
    page = cast(Any, engines["jinja2"].get_template("people/archive.html")).template
    stream = page.stream(person=person, at=at, sections=sections)
    stream.enable_buffering(200)  # pieces of the template at a time
    return cast(Iterator[str], stream)


def _by_kind(lines: Iterable[str]) -> Iterator[tuple[str, Iterator[Gathered]]]:
    """The records by kind, as they were gathered."""
    return groupby(map(json.loads, lines), key=lambda record: str(record["kind"]))


def _read(record: Gathered) -> Record:
    at = datetime.fromisoformat(record["at"]) if record["at"] else None
    return Record(record["title"], at, tuple((label, text) for label, text in record["facts"]))
