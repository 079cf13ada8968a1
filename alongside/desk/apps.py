from pathlib import Path

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "alongside.desk"

    def ready(self) -> None:
        from alongside.assisting import sentences  # noqa: PLC0415 (models must be ready)
        from alongside.desk import sweeps  # noqa: F401, PLC0415 (declares what it looks after)
        from alongside.desk.actions import custody  # noqa: PLC0415

        sentences.register(Path(__file__).with_name("sentences.toml"), "question")
        custody.declare()
