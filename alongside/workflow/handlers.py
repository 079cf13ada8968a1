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

from alongside.assisting.acting import Acting

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


register("mail", "Send an e-mail", _mail)
register("remember", "Keep values", _remember)
