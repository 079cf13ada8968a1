from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "alongside.portal"

    def ready(self) -> None:
        from alongside.portal.sign_in import noting  # noqa: PLC0415 (models must be ready)

        noting.connect()
