"""What came of a file: the rows to correct, as a file that can be corrected and sent again."""

from __future__ import annotations

from collections.abc import Iterator

from alongside.people.models import AlikeRow, Import, WrongRow
from alongside.people.moving import cells
from alongside.people.moving.limits import WRONG

_AT_ONCE = 500  # rows


def outcome(fitting: int, wrong: int, alike: int = 0, *, only_checked: bool = False) -> str:
    """`1,204 people were registered; 1 row is to be corrected.`"""
    were = "would be" if only_checked else "was" if fitting == 1 else "were"
    said = f"{_counted(fitting, 'person', 'people')} {were} registered"
    if alike:
        said += f", {alike:,} of them perhaps not for the first time"
    if wrong:
        said += f"; {_counted(wrong, 'row', 'rows')} {'is' if wrong == 1 else 'are'} to be corrected"
    return f"{said}."


def _counted(number: int, one: str, several: str) -> str:
    return f"{number:,} {one if number == 1 else several}"


def to_correct(found: Import) -> Iterator[bytes]:
    """A CSV of the rows that are wrong, each with the reason in front.

    In front, because a row may have fewer cells than there are headings, or more; it is wrong again
    until that is put right. Read with `actions.read_import_rows` before it."""
    yield cells.line([WRONG, *found.headings])
    for row in wrong_rows(found):
        yield cells.line([f"Row {row.number}: {row.problem}", *row.cells])


def wrong_rows(found: Import, *, most: int | None = None) -> Iterator[WrongRow]:
    """In the order of the file, a few at a time."""
    last, given = 0, 0
    while most is None or given < most:
        rows = WrongRow.objects.filter(source=found, number__gt=last).order_by("number")
        some = list(rows[: _AT_ONCE if most is None else most - given])
        if not some:
            return
        yield from some
        last, given = some[-1].number, given + len(some)


def doubles(found: Import) -> Iterator[bytes]:
    """A CSV of the rows about people who may be registered already, with the ids of both."""
    yield cells.line(["Row", "What was found", "Person", "Other person"])
    for row in AlikeRow.objects.filter(source=found).order_by("number").iterator(chunk_size=_AT_ONCE):
        ids = [str(number) if number is not None else "" for number in (row.person_id, row.other_id)]
        yield cells.line([str(row.number), row.said, *ids])
