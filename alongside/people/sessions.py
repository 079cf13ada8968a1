"""Sessions in the database, as Django keeps them; read by a statement that is put together once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.db.models import QuerySet
from django.utils import timezone

from alongside.lib.compiled import compiled
from alongside.people.models import SignIn


class SessionStore(db.SessionStore):
    @classmethod
    def get_model_class(cls) -> type[SignIn]:
        return SignIn

    def create_model_instance(self, data: dict[str, Any]) -> SignIn:
        """Overrides Django's: the row says whose session it is."""
        row: SignIn = super().create_model_instance(data)  # type: ignore[assignment]  # of the class above
        whose = str(data.get(SESSION_KEY, ""))
        row.person_id = int(whose) if whose.isdigit() else None
        return row

    def _get_session_from_db(self) -> SignIn | None:
        """Overrides Django's: the session while it lasts, else none, and then the key is not used again."""
        found = _lasting.first(self.session_key, timezone.now()) if self.session_key else None
        if found is None:
            self._session_key = None
        return found


@compiled
def _lasting(key: str, at: datetime) -> QuerySet[SignIn]:
    return SignIn.objects.filter(session_key=key, expire_date__gt=at)
