from django.apps import AppConfig
from django.db.backends.signals import connection_created


class HistoryConfig(AppConfig):
    name = "alongside.history"
    label = "history"

    def ready(self) -> None:
        from alongside.history.protection import sqlite  # noqa: PLC0415 (imports the database's backends)

        connection_created.connect(sqlite.guard, dispatch_uid="alongside.history")
