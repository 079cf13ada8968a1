from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate

from alongside.people import estimates, wall


class PeopleConfig(AppConfig):
    name = "alongside.people"

    def ready(self) -> None:
        connection_created.connect(_on_connection, dispatch_uid="people.wall")
        from alongside.assisting import actions as assisting  # noqa: PLC0415 (models must be ready)
        from alongside.assisting import sentences  # noqa: PLC0415
        from alongside.jobs import scheduling  # noqa: PLC0415
        from alongside.people import lives, sweeps, tasks, watches  # noqa: F401, PLC0415 (declare long work)
        from alongside.people.actions import custody, looking, tenants  # noqa: PLC0415

        if looking.follow not in assisting.followers:
            assisting.followers.append(looking.follow)

        sentences.register(Path(__file__).with_name("sentences.toml"), "exchange")
        custody.declare()
        lives.declare()
        scheduling.register(of_tenants=tenants.numbers, signed_by=tenants.tidying)
        post_migrate.connect(_on_migrated, sender=self, dispatch_uid="people.wall")


def _on_connection(connection: BaseDatabaseWrapper, **rest: Any) -> None:
    wall.stand(connection)


def _on_migrated(using: str, **rest: Any) -> None:
    wall.build(connections[using])
    estimates.tell(connections[using])
