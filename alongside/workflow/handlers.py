"""What service tasks do by themselves, each registered by the package that can do it.

    handlers.register("case", "Open a case", open_case)      # from an app's ready()

A handler is given who acts, the instance and what the diagram gives it, worked out; it answers what the
process then knows. What it raises is tried again later; `Impossible` is not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.mail import send_mail

from alongside.assisting.acting import Acting, Refused
from alongside.people.actions import correct, system
from alongside.people.checking import Misfit
from alongside.people.models import Person

if TYPE_CHECKING:
    from alongside.workflow.models import Instance

Do = Callable[[Acting, "Instance", Mapping[str, Any]], Mapping[str, Any]]


class Impossible(Exception):
    """Trying again would not help; the message says why."""


@dataclass(frozen=True)
class Handler:
    name: str
    title: str
    do: Do


_all: dict[str, Handler] = {}


def register(name: str, title: str, do: Do) -> None:
    if name in _all:
        raise ValueError(f"the handler {name} is declared twice")
    _all[name] = Handler(name, title, do)


def named(name: str) -> Handler | None:
    return _all.get(name)


def registered() -> tuple[str, ...]:
    return tuple(sorted(_all))


def _mail(acting: Acting, instance: Instance, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """Write to `to`, or else to the person the process is for."""
    to = str(given.get("to") or instance.person.email or "")
    if "@" not in to or any(sign in to for sign in "\r\n,;"):
        raise Impossible("There is no e-mail address to write to.")
    subject = " ".join(str(given.get("subject") or instance.version.definition.title).split())
    send_mail(subject, str(given.get("text") or ""), None, [to])
    return {}


def _remember(acting: Acting, instance: Instance, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """Keep what the diagram gives it among the process's values."""
    return dict(given)


def _profile(acting: Acting, instance: Instance, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """Put what it is given into the profile of whom the process is for, as the house corrects a record. Not
    the e-mail address: it opens the account."""
    person = Person.objects.get(pk=instance.person_id)
    if person.is_anonymous_user:
        raise Impossible("It is for somebody without an account, who has no profile.")
    if "email" in given:
        raise Impossible("E-mail addresses are changed by people and agents, not by processes.")
    values = {name: "" if value is None else value for name, value in given.items()}
    try:
        correct(house_of(instance), person, values)
    except Misfit as misfit:
        told = "; ".join(f"{name}: {problem}" for name, problem in misfit.errors.items())
        raise Impossible(told) from None
    except Refused:
        raise Impossible("This record is changed by people alone: its owner may do more.") from None
    return {}


def house_of(instance: Instance) -> Acting:
    """Who signs for what a process does by itself."""
    return Acting.alone(system(instance.person.tenant, "processes"))


register("profile", "Change the profile", _profile)
register("mail", "Send an e-mail", _mail)
register("remember", "Keep values", _remember)
