"""Profile fields as plain values: what searching, registering and generating people need to know of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

Value = str | int | float | date | datetime | None
# A person's values by field name; a field with several values holds a list of them.
Values = Mapping[str, Value | list[Value]]


@dataclass(frozen=True, slots=True)
class Field:
    """One profile field (spec G12, I38). `segment` is the id of the segment it is private to, or None."""

    name: str
    label: str
    type: str = "text"
    searchable: bool = True
    segment: int | None = None

    def seen_from(self, segments: Collection[int] | None) -> bool:
        """Whether an agent of these segments may see the field; None stands for every segment (spec I38)."""
        return self.segment is None or segments is None or self.segment in segments


class Described(Protocol):
    """A person as stored: four columns and the rest in one mapping."""

    @property
    def given_name(self) -> str: ...
    @property
    def family_name(self) -> str: ...
    @property
    def email(self) -> str | None: ...
    @property
    def date_of_birth(self) -> date | None: ...
    @property
    def profile(self) -> Mapping[str, Value | list[Value]]: ...


# What every tenant starts with, in the order in which pages show it.
STANDARD_FIELDS = (
    Field("title", "Title", "text", searchable=False),
    Field("given_name", "Given name", "text"),
    Field("middle_names", "Middle names", "text"),
    Field("family_name", "Family name", "text"),
    Field("date_of_birth", "Date of birth", "date"),
    Field("telephone", "Telephone", "telephone"),
    Field("mobile", "Mobile", "telephone"),
    Field("email", "E-mail", "email"),
    Field("address", "Address", "address"),
    Field("postcode", "Postcode", "postcode"),
    Field("account_number", "Account number", "text"),
)


def values_of(person: Described) -> dict[str, Value | list[Value]]:
    """Every value of a person under its field's name, the columns' beside those of the profile."""
    return {
        **person.profile,
        "given_name": person.given_name,
        "family_name": person.family_name,
        "email": person.email,
        "date_of_birth": person.date_of_birth,
    }


def texts(value: object) -> Iterable[str]:
    """A field's value or values as texts, without the empty ones; dates as 1980-03-12."""
    if value is None or isinstance(value, bool):
        return ()
    if isinstance(value, str):
        return (value,) if value else ()
    if isinstance(value, date):
        return (value.isoformat(),)
    if isinstance(value, list | tuple):
        return tuple(text for one in value for text in texts(one))
    if isinstance(value, int | float):
        return (f"{value:g}" if isinstance(value, float) else str(value),)
    return ()
