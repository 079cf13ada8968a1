"""Sessions in the database, as Django keeps them; read by a statement that is put together once."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from alongside.lib.compiled import compiled


class SessionStore(db.SessionStore):
    def _get_session_from_db(self) -> Session | None:
        """Overrides Django's: the session while it lasts, else none, and then the key is not used again."""
        found = _lasting.first(self.session_key, timezone.now()) if self.session_key else None
        if found is None:
            self._session_key = None
        return found


@compiled
def _lasting(key: str, at: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=at)
