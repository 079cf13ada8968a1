from django.apps import AppConfig


class InteractionsConfig(AppConfig):
    name = "alongside.interactions"

    def ready(self) -> None:
        from alongside.assisting import actions as assisting  # noqa: PLC0415 (models must be ready)
        from alongside.interactions import sweeps, tasks  # noqa: F401, PLC0415 (declares its work)
        from alongside.interactions.actions import custody, follow  # noqa: PLC0415
        from alongside.interactions.actions.checking import awaits_check  # noqa: PLC0415
        from alongside.people import profiles  # noqa: PLC0415

        custody.declare()
        if awaits_check not in profiles.guards:
            profiles.guards.append(awaits_check)

        if follow not in assisting.followers:
            assisting.followers.append(follow)
