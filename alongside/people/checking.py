"""Whether what was typed fits the profile fields, and what is stored of it.

Values come as texts (from pages and files) or as what they are already (dates, numbers, lists). The
answer is in one spelling: names and addresses without stray space, dates as dates, postcodes in capitals.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Protocol, cast

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from alongside.people import dates, folding
from alongside.people.fields import Value

Checked = Value | list[Value]

LONGEST = {"given_name": 100, "family_name": 100, "email": 254, "address": 1000}
LONGEST_OTHERWISE = 500
MOST_VALUES = 20

_TELEPHONE = re.compile(r"[+＋]?[\d\s().\-/]+(?:\s*(?:ext\.?|extension|x|#)\s*\d+)?", re.IGNORECASE)
_DAY_AND_TIME = re.compile(
    r"(?P<day>.+?)(?:,|\s|\bat\b)+(?P<hour>[0-9]{1,2})[:.](?P<minute>[0-9]{2})\s*(?P<half>am|pm)?",
    re.IGNORECASE,
)
_SPACE = re.compile(r"[^\S\n]+")
_INWARD = 3


class Field(Protocol):
    """What is asked of a profile field; `models.ProfileField` is all of it."""

    name: str
    label: str
    type: str
    choices: list[str]
    several: bool
    multi_line: bool
    required: bool


class Misfit(ValueError):
    """Some values do not fit. `errors` are sentences by field name, for the person who typed them."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {error}" for name, error in errors.items()))
        self.errors = dict(errors)


class _Unfit(ValueError):
    """One value does not fit; the message is for people."""


def check(
    fields: Iterable[Field],
    values: Mapping[str, object],
    *,
    today: date,
    unchangeable: Mapping[str, object] = MappingProxyType({}),
    present: Mapping[str, object] = MappingProxyType({}),
) -> dict[str, Checked]:
    """The values as they are stored, by field name; empty ones as "", None or an empty list.

    Fields without a value among `values` are left alone. `unchangeable` are the present values of
    fields that may be handed in as they are and no different. What is `present` fits, whatever is asked
    for nowadays: a choice that is no longer offered stays with whoever has it. Raises `Misfit` with every
    error there is.
    """
    by_name = {field.name: field for field in fields}
    errors = {name: "There is no such field." for name in values if name not in by_name}
    checked: dict[str, Checked] = {}
    for name, value in values.items():
        if name not in by_name:
            continue
        try:
            checked[name] = _checked(by_name[name], value, today, _each(present.get(name)))
            if name in unchangeable and (checked[name] or None) != (unchangeable[name] or None):
                raise _Unfit("Only an agent can change this.")
        except _Unfit as problem:
            errors[name] = str(problem)
    if errors:
        raise Misfit(errors)
    return checked


def _checked(field: Field, value: object, today: date, kept: Collection[object]) -> Checked:
    given = [one for one in _each(value) if one not in (None, "")]
    if field.required and not given:
        raise _Unfit("This must be filled in.")
    if len(given) > (MOST_VALUES if field.several else 1):
        raise _Unfit(f"Enter at most {MOST_VALUES if field.several else 1}.")
    known = [cast(Value, one) if one in kept else _one(field, one, today) for one in given]
    if field.several:
        return known
    return known[0] if known else _EMPTY.get(field.type, "")


_EMPTY: dict[str, Value] = {"date": None, "datetime": None, "number": None, "integer": None}


def _each(value: object) -> Collection[object]:
    return [_cleaned(one) for one in value] if isinstance(value, list | tuple) else [_cleaned(value)]


def _cleaned(value: object) -> object:
    """Texts without space around them, in one spelling of Unicode."""
    if not isinstance(value, str):
        return value
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n"))
    return _SPACE.sub(" ", text).strip()


def _one(field: Field, value: object, today: date) -> Value:
    longest = LONGEST.get(field.name, LONGEST.get(field.type, LONGEST_OTHERWISE))
    if isinstance(value, str):
        if len(value) > longest:
            raise _Unfit(f"Use at most {longest} characters.")
        if not value.isprintable() and any(map(_is_control, value)):
            raise _Unfit("This holds characters that cannot be kept.")
    return _READERS.get(field.type, _text)(field, value, today)


def _text(field: Field, value: object, today: date) -> Value:
    if not isinstance(value, str):
        raise _Unfit("This must be text.")
    return value if field.type == "address" or field.multi_line else value.replace("\n", " ")


def _date(field: Field, value: object, today: date) -> Value:
    day = _day(value)
    if field.name == "date_of_birth" and day > today:
        raise _Unfit("A date of birth cannot lie in the future.")
    # A date of birth has a column; every other value is kept as JSON.
    return day if field.name == "date_of_birth" else day.isoformat()


def _day(value: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    days = dates.stated(value) if isinstance(value, str) else ()
    if len(days) > 1:
        raise _Unfit("Give the year with four digits, for example 27 3 1984.")
    if not days:
        raise _Unfit("Enter a day, month and year that exist, for example 27 3 1984.")
    return date(int(days[0][:4]), int(days[0][4:6]), int(days[0][6:]))


def _datetime(field: Field, value: object, today: date) -> Value:
    try:
        moment = value if isinstance(value, datetime) else _moment(str(value))
    except ValueError:
        raise _Unfit("Enter a day and a time, for example 27 3 1984 14:05.") from None
    return moment.isoformat(timespec="minutes")


def _moment(text: str) -> datetime:
    """`27 3 1984 14:05`, `27 March 1984, 2.05pm`, or as it is stored."""
    match = _DAY_AND_TIME.fullmatch(text)
    if match is None:
        return datetime.fromisoformat(text)
    hour, minute, half = int(match["hour"]), int(match["minute"]), (match["half"] or "").lower()
    if half and not 1 <= hour <= 12:
        raise ValueError(text)
    hour = hour % 12 + (12 if half == "pm" else 0) if half else hour
    return datetime.combine(_day(match["day"]), time(hour, minute))


def _number(field: Field, value: object, today: date) -> Value:
    try:
        number = Decimal(str(value).replace(",", ""))
    except InvalidOperation:
        raise _Unfit("Enter a number, for example 12.5.") from None
    if isinstance(value, bool) or not number.is_finite() or abs(number) > 10**15:
        raise _Unfit("Enter a number, for example 12.5.")
    return float(number)


def _integer(field: Field, value: object, today: date) -> Value:
    text = str(value).replace(",", "")
    if isinstance(value, bool) or not re.fullmatch(r"[+\-]?[0-9]{1,15}", text):
        raise _Unfit("Enter a whole number, for example 12.")
    return int(text)


def _choice(field: Field, value: object, today: date) -> Value:
    if not isinstance(value, str) or value not in field.choices:
        raise _Unfit("Choose one of the list.")
    return value


def _telephone(field: Field, value: object, today: date) -> Value:
    digits = len(folding.digits_of(value)) if isinstance(value, str) else 0
    if not isinstance(value, str) or not 3 <= digits <= 20 or not _TELEPHONE.fullmatch(value):
        raise _Unfit("Enter a telephone number, for example 01632 960123.")
    return value


def _email(field: Field, value: object, today: date) -> Value:
    address = str(value)
    try:
        validate_email(address)
    except ValidationError:
        raise _Unfit("Enter an e-mail address, for example ann@example.org.") from None
    return address


def _postcode(field: Field, value: object, today: date) -> Value:
    folded = folding.postcode(value) if isinstance(value, str) else ""
    if not (3 <= len(folded) <= 10 and folded.isascii() and any(map(str.isdigit, folded))):
        raise _Unfit("Enter a postcode, for example PL4 8AA.")
    if folding.outward(folded):
        return f"{folded[:-_INWARD]} {folded[-_INWARD:]}".upper()
    return str(value).upper()


def _is_control(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cs") and char != "\n"


_READERS = {
    "date": _date,
    "datetime": _datetime,
    "number": _number,
    "integer": _integer,
    "choice": _choice,
    "telephone": _telephone,
    "email": _email,
    "postcode": _postcode,
}
