"""Events: what can happen, each declared beside the action that does it.

    class Submitted(Event, kind="forms.submitted", title="Form Submitted",
                    sentence="{actor} handed in {form} for {person}",
                    sentence_self="{actor} handed in {form}"):
        form: str
        version: int

An event is a frozen dataclass of JSON values (dates, times and UUIDs become text). It holds what was
decided, not copies of personal data.
"""

from __future__ import annotations

import string
import uuid
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, ClassVar, Protocol, dataclass_transform

from alongside.history import canonical
from alongside.history.canonical import Plain

if TYPE_CHECKING:
    from alongside.history.models import Entry


class Party(Protocol):
    """What history asks of an author, or of the person a deed is for."""

    @property
    def id(self) -> int: ...
    @property
    def ref(self) -> uuid.UUID:
        """Random, and never used for anybody else: stands in the entry's open header."""
        ...

    @property
    def name(self) -> str:
        """Kept only in the sealed part."""
        ...


class Duplicate(RuntimeError):
    """Two events have one kind."""


@dataclass_transform(frozen_default=True)
class Event:
    """Something that happened. Class keywords:

    `kind` — `package.verb_in_the_past`, unique and never changed, for it stands in the log.
    `title` — its name in a person's history, as other systems read it (spec G33, G45).
    `private` — not for the person's own pages (spec G79).
    `sentence`, `sentence_self` — how it is told; the second when the actor acted for themselves.
    They may name {actor}, {person} and the event's own fields.
    """

    kind: ClassVar[str]
    title: ClassVar[str]
    private: ClassVar[bool]
    sentence: ClassVar[str]
    sentence_self: ClassVar[str]

    def __init_subclass__(
        cls,
        *,
        kind: str,
        title: str = "",
        private: bool = False,
        sentence: str = "",
        sentence_self: str = "",
    ) -> None:
        super().__init_subclass__()
        if kind in _kinds:
            raise Duplicate(f"{kind} is declared by {_kinds[kind].__qualname__} and by {cls.__qualname__}")
        cls.kind, cls.private = kind, private
        cls.title = title or kind.replace(".", " ").replace("_", " ").title()
        cls.sentence = sentence or f"{{actor}}: {cls.title} ({{person}})"
        cls.sentence_self = sentence_self or sentence or f"{{actor}}: {cls.title}"
        dataclass(frozen=True)(cls)
        _demand_known_names(cls)
        _kinds[kind] = cls

    def data(self) -> dict[str, Plain]:
        """The fields as JSON values; raises `canonical.NotCanonical` for floats and other objects."""
        return {
            field.name: canonical.plain(getattr(self, field.name))
            for field in fields(self)  # type: ignore[arg-type]  # every subclass is a dataclass
        }

    @classmethod
    def goss_form_data(cls, entry: Entry) -> dict[str, Plain] | None:
        """`formData` of the exported history event (spec G33), for events that are about a form."""
        return None


def kinds() -> dict[str, type[Event]]:
    """Every event that has been declared, by its kind."""
    return dict(_kinds)


def named(kind: str) -> type[Event] | None:
    """The event of a kind, or None when the package that declared it is gone."""
    return _kinds.get(kind)


def _demand_known_names(event: type[Event]) -> None:
    known = {"actor", "person", *(field.name for field in fields(event))}  # type: ignore[arg-type]  # as above
    for template in (event.sentence, event.sentence_self):
        used = {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}
        if used - known:
            raise ValueError(
                f"{event.kind}: the sentence names {sorted(used - known)}, which it does not hold"
            )


_kinds: dict[str, type[Event]] = {}
