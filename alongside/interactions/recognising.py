"""Whose contact it was that another system recorded, and whom it was about."""

from __future__ import annotations

from typing import Any, NamedTuple

from alongside.interactions.exchange import Contact, Illegible, read
from alongside.interactions.services import Service
from alongside.people.models import Person

_KNOWN = 100_000  # names that are remembered


class Fitting(NamedTuple):
    """A contact with the ids of its agent, of whom it was about, and of those who handed it over, with the
    seconds of each."""

    contact: Contact
    agent: int
    person: int | None = None
    shares: tuple[tuple[int, int], ...] = ()


class People:
    """Who the other system means: by our own number, a profile field, a user name or an e-mail address."""

    def __init__(self, field: str = "") -> None:
        self.field = field
        self._known: dict[str, int | None] = {}

    def known(self, said: str, who: str) -> int:
        found = self.find(said)
        if found is None:
            raise Illegible(f"Nobody here is known as {said!r}, {who}.")
        return found

    def find(self, said: str) -> int | None:
        if said not in self._known:
            if len(self._known) > _KNOWN:
                self._known.clear()
            self._known[said] = self._look(said)
        return self._known[said]

    def _look(self, said: str) -> int | None:
        ways: list[dict[str, object]] = [{"username": said.lower()}, {"email_lower": said.lower()}]
        if self.field:
            ways.insert(0, {f"profile__{self.field}": said})
        if said.isdecimal() and len(said) <= 18:
            ways.insert(0, {"pk": int(said)})
        for way in ways:
            found = list(Person.objects.real().filter(**way).values_list("pk", flat=True)[:2])
            if len(found) == 1:
                return int(found[0])
        return None


def fitting(document: Any, people: People, offered: tuple[Service, ...]) -> Fitting:
    """A document with the people here whom it names. Raises `Illegible` and `NoContact`."""
    contact = read(within(document), offered)
    agent = people.known(contact.agent, "whose contact it was")
    person = people.known(contact.person, "whom it was about") if contact.person else None
    shares = tuple((people.known(name, "who handed it over"), seconds) for name, seconds in contact.shares)
    return Fitting(contact, agent, person, shares)


def wrong(number: int, problem: Illegible, document: Any) -> dict[str, Any]:
    """What the file of errors says of a document; corrected there, that file is sent again as it is."""
    return {"number": number, "problem": str(problem), "document": within(document)}


def within(document: Any) -> Any:
    """The document in a line of the file of errors, when that is sent again."""
    if isinstance(document, dict) and set(document) == {"number", "problem", "document"}:
        return document["document"]
    return document
