"""Who is signed in: the account that a session names."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend as LibraryBackend
from django.db.models import QuerySet

from alongside.lib.compiled import compiled
from alongside.people.models import Person


class AuthenticationBackend(LibraryBackend):  # type: ignore[misc]  # the library has no types
    """Signing in is the library's; finding the account again, with every request, is by one statement."""

    def get_user(self, user_id: int) -> Person | None:
        person = _account.first(user_id)
        return person if person is not None and self.user_can_authenticate(person) else None


@compiled
def _account(person: int) -> QuerySet[Person]:
    found: QuerySet[Person] = Person.objects.filter(pk=person)
    return found
