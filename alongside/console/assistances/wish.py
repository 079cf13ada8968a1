"""Whom an agent wishes to help, and what is to come along."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, QueryDict
from django.utils.http import urlencode

from alongside.interactions.models import Channel
from alongside.interactions.services import services
from alongside.lib.addresses import own_path
from alongside.lib.ids import LARGEST_NUMBER
from alongside.people.http import Request
from alongside.people.models import Kind, Person

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 (the name of a field)


@dataclass(frozen=True)
class Wish:
    """Help `person` and go to `next` below the mount.

    What was typed in a page that outlived its assistance comes along as `typed`: pairs of names and
    values, any names at all. So that they cannot be mistaken for the wish, the wish then stands in the
    query of the address and the body is theirs alone.
    """

    person: Person
    next: str
    switch: bool
    carried: bool
    typed: tuple[tuple[str, str], ...]
    channel: str
    service: str

    @classmethod
    def of(cls, request: Request) -> Wish:
        """Raises `Http404` when there is no such person."""
        carried = request.method == "POST" and request.GET.get("carried") == "yes"
        said = request.POST if request.method == "POST" and not carried else request.GET
        channel, service = said.get("channel", ""), said.get("service", "")
        known = [one.value for one in services(request.tenant.options)]
        return cls(
            person=_person(said.get("person", "")),
            next=own_path(said.get("next")) or "/",
            switch=said.get("switch") == "yes",
            carried=carried,
            typed=_typed(request.POST) if carried else (),
            channel=channel if channel in Channel.values else "",
            service=service if service in known else known[0],
        )

    def values(self, *, switch: bool) -> dict[str, str]:
        """The wish as names and values, for the form or the address that repeats it."""
        wanted = {
            "person": str(self.person.pk),
            "next": self.next if self.next != "/" else "",
            "switch": "yes" if switch else "",
            "carried": "yes" if self.carried else "",
            "channel": self.channel,
            "service": self.service if self.channel else "",
        }
        return {name: value for name, value in wanted.items() if value}

    def query(self, *, switch: bool) -> str:
        return urlencode(self.values(switch=switch))


def _person(text: str) -> Person:
    """Anybody who can be helped; whether this agent may is for the rules to say."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= 16 else 0
    if not 0 < number <= LARGEST_NUMBER:
        raise Http404
    people = Person.objects.exclude(kind=Kind.SYSTEM).sought()
    person: Person | None = people.numbered(number).first()
    if person is None:
        raise Http404
    return person


def _typed(posted: QueryDict) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, values in posted.lists() if name != TOKEN for value in values)
