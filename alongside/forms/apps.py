from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "alongside.forms"

    def ready(self) -> None:
        from alongside.forms import tasks  # noqa: F401, PLC0415 (declare long work)
        from alongside.forms.actions import custody  # noqa: PLC0415 (models must be ready)

        custody.declare()
