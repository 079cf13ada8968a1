"""The two databases that every test which touches one runs on.

The SQLite file and the PostgreSQL database are made once for each test process, the first time a
test asks for them; after that, changing from one to the other is only a change of connection.
The tests run as the application's own role, so a missing grant shows.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
from django.core.management import call_command
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from alongside.history.protection import prepare_roles
from alongside.site import environment

VENDORS = ("sqlite", "postgres")
APP, MIGRATOR = "alongside_app", "alongside_migrator"


class Databases:
    """The databases of one test process."""

    def __init__(self, folder: Path, worker: str) -> None:
        self.folder, self.worker = folder, worker
        self.urls: dict[str, str] = {}
        self._connections: dict[str, BaseDatabaseWrapper] = {}

    def use(self, vendor: str) -> None:
        """Make this vendor's database the default one, making it first if need be."""
        if vendor not in self._connections:
            make: Callable[[], str] = {"sqlite": self._make_sqlite, "postgres": self._make_postgres}[vendor]
            self.urls[vendor] = make()
            self._connections[vendor] = self._connect(self.urls[vendor])
        os.environ["DATABASE_URL"] = self.urls[vendor]  # for processes that a test starts
        connections["default"] = self._connections[vendor]
        connections.settings["default"] = self._connections[vendor].settings_dict

    def close(self) -> None:
        for connection in self._connections.values():
            connection.close()

    def _make_sqlite(self) -> str:
        url = f"sqlite:///{self.folder / f'{self.worker}.sqlite3'}"
        self._migrate(url)
        return url

    def _make_postgres(self) -> str:
        name = f"alongside_{self.worker}"
        superuser = postgres_url("postgres", os.environ["ALONGSIDE_TEST_POSTGRES_SUPERUSER"])
        with psycopg.connect(superuser, autocommit=True) as server:
            # By force: a session that was closed a moment ago may not have left the server yet.
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            server.execute(f'CREATE DATABASE "{name}"')
        database = postgres_url(name, os.environ["ALONGSIDE_TEST_POSTGRES_SUPERUSER"])
        with psycopg.connect(database, autocommit=True) as server, server.cursor() as cursor:
            prepare_roles(cursor, database=name, app=APP, migrator=MIGRATOR)
        self._migrate(postgres_url(name, MIGRATOR))
        return postgres_url(name, APP)

    def _migrate(self, url: str) -> None:
        connection = self._connect(url)
        connections["default"] = connection
        connections.settings["default"] = connection.settings_dict
        call_command("migrate", verbosity=0, interactive=False)
        connection.close()

    @staticmethod
    def _connect(url: str) -> BaseDatabaseWrapper:
        os.environ["DATABASE_URL"] = url
        config: dict[str, Any] = environment.database("DATABASE_URL", default=url)
        config.get("OPTIONS", {}).pop("pool", None)  # one process, one connection
        connections.settings["default"] = connections.configure_settings({"default": config})["default"]
        connection: BaseDatabaseWrapper = connections.create_connection("default")
        return connection


def postgres_url(database: str, user: str) -> str:
    return os.environ["ALONGSIDE_TEST_POSTGRES"].replace("DATABASE", database).replace("USER", user)
