"""Sign-ins: sessions that say whose they are, so that they go with their person."""

from __future__ import annotations

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


class SignIn(AbstractBaseSession):
    """A session. It belongs to no tenant: who sends a cookie has not said yet whose it is. `person_id` is
    a plain number, and empty as long as nobody has signed in."""

    person_id = models.BigIntegerField(null=True)

    class Meta(AbstractBaseSession.Meta):
        indexes = [
            models.Index(
                fields=["person_id"], name="sign_ins_of_a_person", condition=models.Q(person_id__isnull=False)
            )
        ]

    @classmethod
    def get_session_store_class(cls) -> type:
        from alongside.people.sessions import SessionStore  # noqa: PLC0415 (it reads this model)

        return SessionStore
