"""Where a measurement happens: databases of its own, in a folder or server of its own, gone afterwards."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from alongside.command import postgres
from alongside.history.protection import prepare_roles

VENDORS = ("sqlite", "postgres")
APP, MIGRATOR = "alongside_app", "alongside_migrator"
HOUSE = "house"  # the database that is set up; the others are copies of it


@dataclass(frozen=True)
class Place:
    """`server` is the address of PostgreSQL with {user} and {database} open, and `pid` its process, when
    it is our own; `prefix` keeps our databases apart from others on a server that is not."""

    vendor: str
    folder: str
    server: str = ""
    owner: str = ""
    app: str = ""
    prefix: str = ""
    pid: int | None = None

    def url(self, name: str, *, user: str = "") -> str:
        if self.vendor == "sqlite":
            return f"sqlite:///{self.folder}/{name}.sqlite3"
        return self.server.format(user=user or self.app, database=self.prefix + name)

    def settings(self, name: str) -> dict[str, str]:
        """The environment of a process that works on this database."""
        return {
            "DATABASE_URL": self.url(name),
            "ALONGSIDE_DATA": str(Path(self.folder) / f"data-{name}"),
            "ALONGSIDE_SECRET_KEY": f"only-for-measuring-in-{self.folder}".ljust(
                50, "-"
            ),  # all houses share keys
        }

    def copy(self, name: str) -> None:
        """Make a database that begins as the house is now. Nobody may be connected to the house."""
        if self.vendor == "postgres":
            self._administer("CREATE DATABASE {} TEMPLATE {}", name, HOUSE)
            return
        source, target = (Path(self.folder) / f"{each}.sqlite3" for each in (HOUSE, name))
        with closing(sqlite3.connect(source)) as reader, closing(sqlite3.connect(target)) as writer:
            reader.backup(writer)

    def create_house(self) -> None:
        """An empty database with its roles, and the tables in it."""
        migrator = self.app
        if self.vendor == "postgres":
            self._administer("CREATE DATABASE {}", HOUSE)
            if self.pid is not None:
                migrator = MIGRATOR
                with psycopg.connect(self.url(HOUSE, user=self.owner), autocommit=True) as server:
                    prepare_roles(server.cursor(), database=self.prefix + HOUSE, app=APP, migrator=migrator)
        subprocess.run(
            [sys.executable, "-m", "alongside.command.main", "migrate", "--verbosity", "0"],
            env=os.environ
            | self.settings(HOUSE)
            | {"DATABASE_URL": self.url(HOUSE, user=migrator), "ALONGSIDE_MIGRATE_URL": ""},
            check=True,
        )

    def drop(self, *names: str) -> None:
        for name in names:
            self._administer("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def as_json(self) -> str:
        return json.dumps(asdict(self))

    def _administer(self, statement: str, *names: str) -> None:
        databases = [sql.Identifier(self.prefix + name) for name in names]
        with psycopg.connect(self._maintenance(), autocommit=True) as server:
            server.execute(sql.SQL(statement).format(*databases))

    def _maintenance(self) -> str:
        return self.server.format(user=self.owner, database="postgres")


@contextmanager
def prepared(vendor: str) -> Iterator[Place]:
    """A place with an empty house. On PostgreSQL, a server of our own, or the one that DATABASE_URL names,
    where databases of our own are made and dropped again: what is there already is not touched."""
    folder = tempfile.mkdtemp(prefix="alongside-bench-")
    try:
        if vendor == "sqlite":
            place = Place(vendor, folder)
            place.create_house()
            yield place
        elif os.environ.get("DATABASE_URL", "").startswith("postgres"):
            place = _on_foreign_server(folder, os.environ["DATABASE_URL"])
            try:
                place.create_house()
                yield place
            finally:
                place.drop(HOUSE, "served", "floor")
        else:
            with postgres.private_server(durable=True) as server:
                address = server.url("{database}", "{user}")
                place = Place(vendor, folder, address, server.superuser, APP, pid=server.pid)
                place.create_house()
                yield place
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _on_foreign_server(folder: str, url: str) -> Place:
    parts = urlsplit(url)
    user = parts.username or ""
    address = parts._replace(path="/{database}").geturl()
    return Place("postgres", folder, address, user, user, prefix=f"alongside_bench_{os.getpid()}_")
