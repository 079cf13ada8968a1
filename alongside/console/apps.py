from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "alongside.console"

    def ready(self) -> None:
        from alongside.console.history import tasks  # noqa: F401, PLC0415 (declares long work)
