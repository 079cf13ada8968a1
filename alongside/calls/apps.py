from pathlib import Path

from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "alongside.calls"

    def ready(self) -> None:
        from alongside.assisting import sentences  # noqa: PLC0415 (models must be ready)
        from alongside.calls import tasks  # noqa: F401, PLC0415 (declares its work)
        from alongside.calls.actions import custody  # noqa: PLC0415

        told = Path(__file__).with_name("sentences.toml")
        sentences.register(told, "link")
        sentences.register(told, "call")
        custody.declare()
