from django.apps import AppConfig


class MailingsConfig(AppConfig):
    name = "alongside.mailings"

    def ready(self) -> None:
        from alongside.mailings import sweeps, tasks  # noqa: F401, PLC0415 (declare what goes on)
        from alongside.mailings.actions import custody  # noqa: PLC0415 (models must be ready)

        custody.declare()
