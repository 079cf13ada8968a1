from pathlib import Path

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "alongside.cases"

    def ready(self) -> None:
        from alongside.assisting import sentences  # noqa: PLC0415 (models must be ready)
        from alongside.cases import processes, tasks  # noqa: F401, PLC0415 (declares its work)
        from alongside.cases.actions import beginning, custody, routines, working  # noqa: PLC0415
        from alongside.forms import following  # noqa: PLC0415
        from alongside.workflow import handlers  # noqa: PLC0415

        told = Path(__file__).with_name("sentences.toml")
        sentences.register(told, "case")
        sentences.register(told, "raise")
        custody.declare()
        working.followers.append(routines.follow)
        following.register(beginning.begin_case)
        handlers.register("case", "Open a case", processes.open_case)
