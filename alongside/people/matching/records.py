"""A person as matching sees them: every value folded once, whatever it was called."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from alongside.people import folding
from alongside.people.dates import stated
from alongside.people.fields import Field, Values, texts
from alongside.people.headings import EXTERNAL_ID
from alongside.people.searching.sounding import sound

_HOUSE_WORDS = frozenset({"flat", "apt", "apartment", "unit", "no", "house"})
_STREET_WORDS = {
    "rd": "road", "st": "street", "ave": "avenue", "av": "avenue", "ln": "lane", "dr": "drive", "cl": "close",
    "ct": "court", "cres": "crescent", "pl": "place", "gdns": "gardens", "sq": "square", "tce": "terrace",
}  # fmt: skip
_SHORTEST_NUMBER = 5  # digits and letters of something that can only be one person's


@dataclass(frozen=True)
class Record:
    """What can be compared of one person. Empty values say nothing, for or against."""

    family: str = ""
    given: str = ""
    middle: tuple[str, ...] = ()
    born: str = ""  # yyyymmdd
    telephones: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    postcode: str = ""
    house: str = ""
    street: tuple[str, ...] = ()  # the words of the address but for the number of the house
    numbers: dict[str, str] = field(default_factory=dict, hash=False)  # by field: account, identity …

    @cached_property
    def family_sound(self) -> str:
        return sound(self.family)

    @cached_property
    def given_sound(self) -> str:
        return sound(self.given)

    @classmethod
    def of(cls, fields: Iterable[Field], values: Values) -> Record:
        """The record of these values; fields that are not given neither help nor hinder."""
        telephones: set[str] = set()
        emails: set[str] = set()
        numbers: dict[str, str] = {}
        postcode, address = "", ""
        for one in fields:
            given = tuple(texts(values.get(one.name)))
            if not given:
                continue
            if one.type == "telephone":
                telephones |= {folding.telephone(text) for text in given} - {""}
            elif one.type == "email":
                emails |= {folding.email(text) for text in given} - {""}
            elif one.type == "postcode":
                postcode = postcode or folding.postcode(given[0])
            elif one.type == "address":
                address = address or given[0]
            elif _is_number(one, given[0]):
                numbers[one.name] = folding.code(given[0])
        first, *more = folding.fold(_text(values, "given_name")).split() or [""]
        house, street = _parted(address)
        return cls(
            family="".join(folding.parts(_text(values, "family_name"))),
            given=first,
            middle=(*more, *folding.fold(_text(values, "middle_names")).split()),
            born=_born(values),
            telephones=frozenset(telephones),
            emails=frozenset(emails),
            postcode=postcode,
            house=house,
            street=street,
            numbers=numbers,
        )


def _text(values: Values, name: str) -> str:
    return " ".join(texts(values.get(name)))


def _born(values: Values) -> str:
    """The day of birth; digits that are no day are kept as they are, for one of them may be wrong."""
    for text in texts(values.get("date_of_birth")):
        if days := stated(text):
            return days[0]
        digits = folding.digits_of(text)
        if len(digits) == 8:
            return digits
    return ""


def _is_number(one: Field, value: str) -> bool:
    """Whether a field's values are one person's each: a reference, not a size or a class. What another
    system calls its rows says nothing of who somebody is."""
    if one.type not in ("text", "integer") or one.name in ("given_name", "family_name", EXTERNAL_ID):
        return False
    folded = folding.code(value)
    return len(folded) >= _SHORTEST_NUMBER and sum(map(str.isdigit, folded)) * 2 >= len(folded)


def _parted(address: str) -> tuple[str, tuple[str, ...]]:
    """The number of the house, and the other words: `12 Acacia Ave` is `12`, (`acacia`, `avenue`)."""
    words = folding.parts(address)
    house = next((word for word in words if word[0].isdigit()), "")
    street = [_STREET_WORDS.get(word, word) for word in words if word != house and word not in _HOUSE_WORDS]
    return house, tuple(dict.fromkeys(street))
