from pathlib import Path

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "alongside.workflow"

    def ready(self) -> None:
        from alongside.assisting import sentences  # noqa: PLC0415 (models must be ready)
        from alongside.workflow import sweeps  # noqa: F401, PLC0415 (declares what it looks after)
        from alongside.workflow.actions import custody, following  # noqa: PLC0415

        told = Path(__file__).with_name("sentences.toml")
        sentences.register(told, "task")
        sentences.register(told, "see")
        custody.declare()
        following.declare()
