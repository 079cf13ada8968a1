"""The search keys of one person: every way they can be found, as short tagged texts in byte order.

A key is a tag, a folded value and, for values that many people share, the name of the person after
a space, so that "smith in PL4" is one short range too. A range of keys with the same start answers
one kind of question (`asking`). Spaces sort before every letter: whole words come before longer ones.

| tag | holds | example for Ann Louise Smith-Jones |
|---|---|---|
| `s` | a spelling of the family name, given name | `ssmithjones ann`, `sjones ann` |
| `g` | a spelling of a given or middle name, family name | `gann smithjones`, `glouise smithjones` |
| `t` | telephone from its start, without 0 or country code 44 | `t1632960123` |
| `u` | telephone from its end | `u3210692361` |
| `v` | the last four digits of a telephone, family name, given name | `v0123 smithjones ann` |
| `e` | e-mail, whole | `eann.smith@example.com` |
| `f` | e-mail from a later word of its local part | `fsmith@example.com` |
| `h` | domain of an e-mail | `hexample.com` |
| `p` | postcode without space | `ppl48aa` |
| `o` | outward postcode, family name, given name | `opl4 smithjones ann` |
| `d` | a date (of birth, or another field's), family name, given name | `d19800312 smithjones ann` |
| `a` | a word of an address, family name, given name | `aplymouth smithjones ann` |
| `a` | house number and the words after it | `a12 acacia avenue plymouth` |
| `b` | a word of a street, and the words after it | `bacacia avenue plymouth` |
| `b` | a word of a street, a word of the town | `bacacia plymouth` |
| `c` `r` | account number from its start, and from its end | `c412345678`, `r876543214` |
| `x…=` | any other field by its own name: a word, or all of it when it has digits | `xbadge=bb1234` |
| `y…=` | the same from its end | `ybadge=4321bb` |

Keys are made of the fields marked searchable and nothing else (spec G12). Words that would find half
a town ("road") are not stored; they only count when the rest of a question has found somebody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain
from typing import NamedTuple

from alongside.people import folding
from alongside.people.dates import written
from alongside.people.fields import Field, Values, texts

LONGEST = 64  # characters of a key
ACCOUNT = "account_number"
GIVEN = ("given_name", "middle_names")

_NAMES = "sg"
_TAGS_OF_TYPE = {
    "telephone": "tuv",
    "email": "efh",
    "postcode": "po",
    "date": "d",
    "datetime": "d",
    "address": "ab",
}
_GROUPS = {tag: tags for tags in (_NAMES, "cr", *_TAGS_OF_TYPE.values()) for tag in tags}

# However long a value is, it is found by this many of its words, and a field by this many values.
_WORDS = 16
_VALUES = 20
_SPELLINGS = 5
_LONGEST_REFERENCE = 40
ENDING = 4  # digits that a telephone is asked for by, beside a name
RUN = 5  # words of an address that follow each other in one key
_PLACES = 3  # words of a street, and of a town, that are combined
STREETS = frozenset(
    [
        *["avenue", "close", "court", "crescent", "drive", "flat", "gardens", "grove", "hill", "house"],
        *["lane", "road", "street", "terrace", "way", "and", "of", "the"],
    ]
)
_SHORT = {"rd": "road", "st": "street", "ln": "lane", "gdns": "gardens", "ct": "court", "cres": "crescent"}
NOT_KEPT = STREETS | _SHORT.keys()
_ANY_SHORT = re.compile(f"(?<![a-z])(?:{'|'.join(_SHORT)})(?![a-z])")
_OTHER_SIGNS = re.compile("[^a-z0-9|]+")


class Entry(NamedTuple):
    """A key, the fields it is made of (the one that is asked for first), and whether it is stored."""

    key: str
    fields: tuple[str, ...]
    stored: bool = True


def keys_of(fields: Iterable[Field], values: Values) -> set[str]:
    """The keys to store for a person, of the searchable fields among these (values: `fields.values_of`)."""
    return {entry.key for entry in Keys(grouped(tuple(fields)), values).all() if entry.stored}


def difference(old: Iterable[str], new: Iterable[str]) -> tuple[list[str], list[str]]:
    """What to write and what to delete, in key order, so that a change touches few rows: (added, removed)."""
    before, after = set(old), set(new)
    return sorted(after - before), sorted(before - after)


Grouped = Mapping[str, Sequence[Field]]


@lru_cache(maxsize=64)
def grouped(fields: tuple[Field, ...]) -> Grouped:
    """The searchable ones of these fields by the tags of the keys that are made together."""
    groups: dict[str, list[Field]] = {}
    for field in fields:
        if field.searchable:
            groups.setdefault(_group(shared_tags(field)[:1] or own_tag(field.name)), []).append(field)
    return groups


class Keys:
    """Every key of a person with the fields behind it, those included that are only compared.

    They are made as they are asked for: to see that somebody's family name is Smith nobody needs to
    take their address apart.
    """

    def __init__(self, fields: Grouped, values: Values) -> None:
        self._values = values
        self._fields = fields
        self._made: dict[str, list[Entry]] = {}

    def under(self, tag: str) -> list[Entry]:
        """The keys with a tag, and those made together with them, in key order."""
        group = _group(tag)
        if group not in self._made:
            self._made[group] = sorted(self._make(group))
        return self._made[group]

    @cached_property
    def text(self) -> str:
        """All that is written about the person: each of their words stands in it; empty if none is known to.

        Most of those who are held against a question lack one of its words, and this sees it thirty times
        sooner than their keys. Words of other scripts may be folded to others: of those, nothing is known.
        """
        written = "|".join(chain.from_iterable(map(texts, self._values.values())))
        if not written.isascii():
            return ""
        lower = written.lower()
        long = "|".join([_SHORT[one] for one in _ANY_SHORT.findall(lower)])
        return f"{lower}|{_OTHER_SIGNS.sub('', lower)}|{long}"

    def all(self) -> Iterator[Entry]:
        for group in self._fields:
            yield from self._make(group)

    def _make(self, group: str) -> Iterator[Entry]:
        if group == _NAMES:
            for key, behind, stored in self._name.entries():
                yield Entry(key[:LONGEST], behind, stored)
            return
        for field in self._fields.get(group, ()):
            make = _BY_TYPE.get(field.type, _text)
            for value in tuple(texts(self._values.get(field.name)))[:_VALUES]:
                for key, behind, stored in make(field, value, self._name):
                    yield Entry(key[:LONGEST], behind, stored)

    @cached_property
    def _name(self) -> _Name:
        return _Name(self._fields.get(_NAMES, ()), self._values)


def shared_tags(field: Field) -> str:
    """The tags, of one letter each, that a field shares with others of its kind; none if it has its own."""
    if field.name == "family_name":
        return "s"
    return "g" if field.name in GIVEN else _TAGS_OF_TYPE.get(field.type, "")


def own_tag(field: str, *, reverse: bool = False) -> str:
    """The tag of a field that has no shared one; long names that start alike are told apart later."""
    if field == ACCOUNT:
        return "r" if reverse else "c"
    return f"{'y' if reverse else 'x'}{field[:20]}="


def as_written(values: Iterable[str], folded: str) -> str:
    """The word of these values that is folded to this; where there is none, a value as it is."""
    values = tuple(values)
    for value in values if folded.isalpha() else ():
        for word in value.replace("-", " ").split():
            if folding.code(word) == folded:
                return word.strip(",.")
    return values[0] if values else folded


def tag_of(key: str) -> str:
    """The tag of a key: one letter, or a field's own."""
    return key[: key.index("=") + 1] if key[0] in "xy" else key[0]


def street_word(word: str) -> str:
    """`rd` is `road`."""
    return _SHORT.get(word, word)


def _group(tag: str) -> str:
    """What the keys with this tag are made together with."""
    return _GROUPS.get(tag) or tag[1:]


class _Name:
    """A person's names, folded once for all keys that end in them."""

    def __init__(self, asked: Iterable[Field], values: Values) -> None:
        self.names = {field.name: " ".join(texts(values.get(field.name))) for field in asked}
        family, given = self.names.get("family_name", ""), self.names.get("given_name", "")
        self.family = "".join(folding.parts(family))
        self.given = folding.fold(given)
        # What is appended to a shared value, and the fields that are thereby asked.
        self.suffix = "".join(f" {part}" for part in (self.family, self.given) if part)
        self.behind = tuple(
            field for field, part in (("family_name", self.family), ("given_name", self.given)) if part
        )

    def entries(self) -> Iterator[Entry]:
        given = f" {self.given}" if self.given else ""
        fields = ("family_name", "given_name") if self.given else ("family_name",)
        for spelling, stored in _spellings(self.names.get("family_name", "")):
            yield Entry(f"s{spelling}{given}", fields, stored)
        if self.family and folding.unspaced(self.family):
            yield Entry(f"s{self.family}{self.given}", fields)
        for field in GIVEN:
            fields = (field, "family_name") if self.family else (field,)
            family = f" {self.family}" if self.family else ""
            for spelling, stored in _spellings(self.names.get(field, "")):
                yield Entry(f"g{spelling}{family}", fields, stored)


def _spellings(name: str) -> Iterator[tuple[str, bool]]:
    """Each spelling, and whether it is worth a stored key: the O of O'Brien is not."""
    for number, spelling in enumerate(folding.spellings(name)[:_SPELLINGS]):
        yield spelling, number == 0 or len(spelling) > 1 or not spelling.isascii()


def _telephone(field: Field, value: str, name: _Name) -> Iterator[Entry]:
    digits = folding.telephone(value)
    if digits:
        yield Entry("t" + digits, (field.name,))
        yield Entry("u" + digits[::-1], (field.name,))
        if len(digits) > ENDING and name.suffix:
            yield Entry(f"v{digits[-ENDING:]}{name.suffix}", (field.name, *name.behind))


def _email(field: Field, value: str, name: _Name) -> Iterator[Entry]:
    address = folding.email(value)
    if not address:
        return
    yield Entry("e" + address, (field.name,))
    local, _, domain = address.partition("@")
    start = 0
    for position, char in enumerate(local):
        if not char.isalnum():
            start = position + 1
        elif position == start > 0:
            yield Entry("f" + address[start:], (field.name,))
    if domain:
        yield Entry("h" + domain, (field.name,))


def _postcode(field: Field, value: str, name: _Name) -> Iterator[Entry]:
    folded = folding.postcode(value)
    if not folded:
        return
    yield Entry("p" + folded, (field.name,))
    if outward := folding.outward(folded):
        yield Entry(f"o{outward}{name.suffix}", (field.name, *name.behind))


def _date(field: Field, value: str, name: _Name) -> Iterator[Entry]:
    for day in written(value)[:1]:
        yield Entry(f"d{day}{name.suffix}", (field.name, *name.behind))


def _address(field: Field, value: str, name: _Name) -> Iterator[Entry]:
    # In front of another word "St" is as likely Saint as Street; it is compared as it stands, too.
    words = folding.parts(value)[:_WORDS]
    for position, word in enumerate(words):
        if word[0].isdigit():
            yield Entry("a" + " ".join(words[position : position + RUN]), (field.name,))
            continue
        for spelling in {word, street_word(word)}:
            stored = len(spelling) > 1 and spelling not in STREETS and word not in _SHORT
            yield Entry(f"a{spelling}{name.suffix}", (field.name, *name.behind), stored)
    for whole in folding.fold(value).split()[:_WORDS]:
        if whole not in words:
            yield Entry(f"a{whole}{name.suffix}", (field.name, *name.behind), stored=False)
    street, town = _street_and_town(value, words)
    for word in street:
        start = words.index(word)
        yield Entry("b" + " ".join(words[start : start + RUN]), (field.name,))
        for place in town:
            yield Entry(f"b{word} {place}", (field.name,))


def _street_and_town(value: str, words: Sequence[str]) -> tuple[list[str], list[str]]:
    """The words that an address is asked for by: the town is what stands last."""
    last = folding.parts(value.replace("\n", ",").rpartition(",")[2])
    end = len(last) if len(last) < len(words) else 1
    street, town = (
        [word for word in part if len(word) > 1 and not word[0].isdigit() and word not in NOT_KEPT]
        for part in (words[:-end], words[-end:])
    )
    return street[:_PLACES], town[:_PLACES]


def _text(field: Field, value: str, name: _Name) -> Iterator[Entry]:
    tag = own_tag(field.name)
    words = list(dict.fromkeys(folding.fold(value).split() + folding.parts(value)))[:_WORDS]
    whole = folding.code(value)
    if any(char.isdigit() for char in whole) and len(whole) <= _LONGEST_REFERENCE:
        words = list(dict.fromkeys([whole, *words]))
        yield Entry(own_tag(field.name, reverse=True) + whole[::-1], (field.name,))
    for word in words:
        yield Entry(tag + word, (field.name,))


_BY_TYPE = {
    "telephone": _telephone,
    "email": _email,
    "postcode": _postcode,
    "date": _date,
    "datetime": _date,
    "address": _address,
}
