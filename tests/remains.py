"""Looking for what is left of somebody in the whole database, byte by byte."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from django.db import connection


def remains(words: Iterable[str]) -> list[str]:
    """Where these words stand in any column of any table, however they are written: `table.column: word`."""
    sought = [word.casefold() for word in words]
    found: set[str] = set()
    for table in connection.introspection.table_names(include_views=False):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            names = [column[0] for column in cursor.description]
            for row in cursor:
                for name, value in zip(names, row, strict=True):
                    text = _text(value)
                    found |= {f"{table}.{name}: {word}" for word in sought if word in text}
    return sorted(found)


def remains_in_file(words: Iterable[str]) -> list[str]:
    """Which of these words stand in the files of the SQLite database, also where nothing points to."""
    name = Path(connection.settings_dict["NAME"])
    files = [path for path in (name, Path(f"{name}-wal")) if path.exists()]
    content = b"\n".join(path.read_bytes().lower() for path in files)
    return [word for word in words if word.lower().encode() in content]


def _text(value: object) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "ignore").casefold()
    return str(value).casefold()
