from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_out


class AssistingConfig(AppConfig):
    name = "alongside.assisting"

    def ready(self) -> None:
        from alongside.assisting.signing_out import stop_helping  # noqa: PLC0415 (models must be ready)

        user_logged_out.connect(stop_helping, dispatch_uid="assisting.signing_out")
