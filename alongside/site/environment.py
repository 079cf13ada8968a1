"""Settings from the environment, read strictly.

A value that cannot be used ends the start with one line that names the setting and says what it
should look like: better than a trace, and far better than a default nobody asked for.
"""

import os
import re
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import dj_database_url


class Misconfigured(SystemExit):
    """A setting cannot be used; the message is the one line the administrator sees."""

    def __init__(self, name: str, value: str, wanted: str) -> None:
        super().__init__(f"alongside: the setting {name} is {value!r}, but must be {wanted}.")


def text(name: str, *, default: str) -> str:
    return os.environ.get(name, default)


def key_name(name: str, *, default: str) -> str:
    """A name as keys and checkpoints bear it, where a blank or a plus would end it."""
    value = os.environ.get(name, default)
    if not value.isascii() or not value.isprintable() or not value or " " in value or "+" in value:
        raise Misconfigured(name, value, "a name without blanks and plus signs, like help.example.org")
    return value


def words(name: str, *, default: list[str]) -> list[str]:
    """Words separated by commas or blanks."""
    value = os.environ.get(name)
    return default if value is None else value.replace(",", " ").split()


_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?")


def other_host(name: str, *, than: list[str]) -> str:
    """A host, with its port where it has one, that is none of these origins'; "" where none is said."""
    value = os.environ.get(name, "").lower()
    pages = {urlsplit(origin).hostname for origin in than}
    if value and (not _HOST.fullmatch(value) or value.partition(":")[0] in pages):
        raise Misconfigured(name, value, "a host beside those of the pages, like files.example.org")
    return value


def number(name: str, *, default: int) -> int:
    value = os.environ.get(name, str(default))
    if not value.isascii() or not value.isdigit() or int(value) == 0:
        raise Misconfigured(name, value, "a whole number above zero, like 15")
    return int(value)


def switch(name: str, *, default: bool) -> bool:
    value = os.environ.get(name, "yes" if default else "no").lower()
    if value not in ("yes", "no"):
        raise Misconfigured(name, value, "yes or no")
    return value == "yes"


def one_of(name: str, values: tuple[str, ...], *, default: str) -> str:
    value = os.environ.get(name, default).lower()
    if value not in values:
        raise Misconfigured(name, value, f"one of {', '.join(values)}")
    return value


def time_zone(name: str, *, default: str) -> str:
    """The name of a time zone this machine knows."""
    value = os.environ.get(name, default)
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Misconfigured(name, value, "the name of a time zone, like Europe/London") from None
    return value


def folder(name: str, *, default: str) -> Path:
    """A folder that exists (made when missing) and can be written to."""
    path = Path(os.environ.get(name, default)).resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise Misconfigured(name, str(path), f"a folder that can be made ({problem.strerror})") from None
    if not os.access(path, os.W_OK):
        raise Misconfigured(name, str(path), "a folder that can be written to")
    return path


def secret(name: str, *, kept_in: Path) -> str:
    """The secret from the environment, or one made once and kept in a file only its owner can read."""
    value = os.environ.get(name)
    if value is not None:
        if len(value) < 40:
            raise Misconfigured(name, "…", "at least 40 characters that nobody can guess")
        return value
    try:
        handle = os.open(kept_in, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return kept_in.read_text()
    made = secrets.token_urlsafe(48)
    with os.fdopen(handle, "w") as file:
        file.write(made)
    return made


def database(name: str, *, default: str) -> dict[str, Any]:
    """A database from its address: `sqlite:///file` or `postgres://user:password@host/name`."""
    value = os.environ.get(name, default)
    wanted = "an address like postgres://user:password@host/name or sqlite:////folder/file"
    try:
        # The annotation is wrong for a dictionary that we extend.
        config: dict[str, Any] = dict(dj_database_url.parse(value))  # the library raises for unknown schemes
    except (dj_database_url.ParseError, dj_database_url.UnknownSchemeError, ValueError):
        raise Misconfigured(name, value.split("@")[-1], wanted) from None
    if config["ENGINE"] == "django.db.backends.sqlite3":
        return config | SQLITE
    if config["ENGINE"] == "django.db.backends.postgresql":
        given = config.get("OPTIONS", {})
        options = f"{given.get('options', '')} {FEW_ORDERS}".strip()
        return config | {"OPTIONS": given | POSTGRES_OPTIONS | {"options": options}}
    raise Misconfigured(name, value.split("@")[-1], wanted)


SQLITE: dict[str, Any] = {
    "CONN_MAX_AGE": None,
    "OPTIONS": {
        # A writer takes its lock when it begins, so it waits instead of failing half-way.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            # Each thread has a connection: 6 MB apiece, and the system's own cache behind them. Mapping the
            # file into memory saved no CPU and cost 65 MB with 100,000 people.
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-6000;"
            "PRAGMA temp_store=MEMORY;"
            # What is deleted is overwritten: the erased are not to be found in the file (docs/erasure.md).
            "PRAGMA secure_delete=ON"
        ),
    },
}

POSTGRES_OPTIONS: dict[str, Any] = {
    # Without a pool, 200 requests at once exhausted PostgreSQL's 100 connections.
    "pool": {"min_size": 1, "max_size": 16, "timeout": 10},
    # The server parses and plans a statement that comes for the fourth time once, for the connection's life:
    # half of what the database does for a page. Values travel beside the SQL, as with SQLite.
    "server_side_binding": True,
    "prepare_threshold": 3,
}
# A case with the nine rows that it names took 32 ms to plan, for all orders of eight joins are
# tried; in fours it takes 1.6. The first table of a statement is what is looked for, and the others follow
# by their keys.
FEW_ORDERS = "-c join_collapse_limit=4"
