from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "alongside.forms"

    def ready(self) -> None:
        from alongside.forms.actions import custody  # noqa: PLC0415 (models must be ready)

        custody.declare()
