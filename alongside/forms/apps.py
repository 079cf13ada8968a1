from pathlib import Path

from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "alongside.forms"

    def ready(self) -> None:
        from alongside.assisting import sentences  # noqa: PLC0415 (models must be ready)
        from alongside.forms import later, receipts, tasks  # noqa: F401, PLC0415 (declare long work)
        from alongside.forms.actions import custody  # noqa: PLC0415 (models must be ready)

        sentences.register(Path(__file__).with_name("sentences.toml"), "submission")

        custody.declare()
        later.register("receipt", receipts.send_receipt)
