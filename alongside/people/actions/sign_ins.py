"""What is kept of signing in, beside what the library keeps: it is nobody's deed, and has no events."""

from __future__ import annotations

from alongside.lib import clock
from alongside.people.models import Person


def note_failed_sign_in(username: str) -> None:
    """Somebody gave this user name and a password that is not right; no matter if nobody is called so."""
    Person.objects.filter(username=username.strip().lower()).update(failed_sign_in_at=clock.now())
