from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "alongside.knowledge"

    def ready(self) -> None:
        from alongside.knowledge import tasks  # noqa: F401, PLC0415 (declare long work)
        from alongside.knowledge.actions import custody  # noqa: PLC0415 (models must be ready)

        custody.declare()
