"""What agents type to find somebody: questions about a person, rightly and wrongly spelt."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from random import Random
from typing import NamedTuple

from alongside.people import folding
from alongside.people.fields import Described
from alongside.people.searching.keys import NOT_KEPT
from alongside.people.searching.spelling import CLOSE

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
# What is heard, and how it is then written.
_HEARD = [
    pair.split(">")
    for pair in """
        ph>f ck>k gh> th>t ie>y ey>y ee>ea ei>ee ll>l nn>n tt>t ss>s rr>r mm>m ce>se ge>je y>i v>f z>s
        ca>ka co>ko cl>kl i>y
    """.split()  # noqa: SIM905 (it is read more easily)
]


class Question(NamedTuple):
    """`told` is the start of a search key of this person: they are told from others by this question
    when twenty people at most have such a key."""

    kind: str
    text: str
    told: str


class Known(NamedTuple):
    """What is known of somebody, as it is and folded."""

    given: str
    family: str
    middle: str
    born: date
    email: str
    telephone: str
    postcode: str
    account: str
    house: str  # and street: "12 Acacia Avenue"
    town: str

    @classmethod
    def of(cls, person: Described) -> Known:
        profile = {name: value for name, value in person.profile.items() if isinstance(value, str)}
        *_, house, town = ["", *profile["address"].split(", ")]
        return cls(
            given=person.given_name,
            family=person.family_name,
            middle=profile.get("middle_names", ""),
            born=person.date_of_birth or date(1900, 1, 1),
            email=person.email or "",
            telephone=profile.get("mobile") or profile.get("telephone", ""),
            postcode=profile["postcode"],
            account=profile["account_number"],
            house=house,
            town=town,
        )


def about(person: Described, draw: Random) -> Iterator[Question]:
    """One question of each kind that what is known of a person allows."""
    known = Known.of(person)
    for kind, ask in _KINDS.items():
        if (asked := ask(known, draw)) is not None and all(asked):
            yield Question(kind, *asked)


Asked = tuple[str, str] | None
Ask = Callable[[Known, Random], Asked]


def _family(known: Known) -> str:
    return "".join(folding.parts(known.family))


def _first(known: Known) -> str:
    return folding.parts(known.given)[0]


def _named(known: Known) -> str:
    return f"s{_family(known)} {folding.fold(known.given)}"


def _day(known: Known) -> str:
    return f"d{known.born:%Y%m%d} {_family(known)}"


def _outward(known: Known) -> str:
    return known.postcode.split()[0]


def _district(known: Known) -> str:
    return f"o{_outward(known).lower()} {_family(known)}"


def _digits(known: Known) -> str:
    return known.telephone.replace(" ", "")


def _called(known: Known) -> str:
    return "t" + folding.telephone(known.telephone) if known.telephone else ""


def _ending(known: Known, length: int) -> str:
    return "u" + _digits(known)[-length:][::-1] if known.telephone else ""


def _local(known: Known) -> str:
    return known.email.partition("@")[0]


def _street(known: Known) -> str:
    return known.house.split(" ", 1)[1]


def _place(known: Known) -> str:
    return f"a{_kept(known.town)} {_family(known)}"


def _kept(place: str) -> str:
    """The first word under which people are kept who live there."""
    words = [word for word in folding.parts(place) if len(word) > 1 and word not in NOT_KEPT]
    return next((word for word in words if not word[0].isdigit()), "?")


def _lives(known: Known) -> str:
    return "a" + " ".join(folding.parts(known.house)[:3])


def _wrong(text: str, draw: Random, mistakes: int = 1) -> str:
    """A text with mistakes as hands make them: swapped, lost, doubled, a neighbour on the keyboard."""
    for _ in range(mistakes):
        if len(text) < 3:
            return text
        at = draw.randrange(len(text) - 1)
        kind = draw.randrange(4)
        letter = text[at]
        if kind == 0 and letter != text[at + 1]:
            text = text[:at] + text[at + 1] + letter + text[at + 2 :]
        elif kind == 1:
            text = text[:at] + text[at + 1 :]
        elif kind == 2:
            text = text[:at] + letter + text[at:]
        else:
            near = sorted(other for one, other in CLOSE if one == letter)
            near = near or list("0123456789" if letter.isdigit() else _LETTERS)
            text = text[:at] + draw.choice([one for one in near if one != letter]) + text[at + 1 :]
    return text


def _misspelt(text: str, draw: Random, mistakes: int = 1, *, shortest: int = 4) -> str:
    """None if it is too short for a mistake that leaves it recognisable."""
    if len(text) < shortest:
        return ""
    wrong = _wrong(text.lower(), draw, mistakes)
    return "" if wrong == text.lower() else wrong


def _misheard(text: str) -> str:
    """As somebody writes it who only heard it."""
    written = text.lower()
    for spelt, heard in _HEARD:
        if spelt in written[1:]:
            return written[0] + written[1:].replace(spelt, heard, 1)
    return ""


def _with(first: str, *others: str) -> str:
    """All of it, or nothing if something is missing."""
    return " ".join([first, *others]) if first and all(others) else ""


def _wrong_digit(number: str, draw: Random) -> str:
    """The last digits are what people mistake."""
    at = draw.randrange(len(number) // 2, len(number))
    return number[:at] + str((int(number[at]) + draw.randrange(1, 10)) % 10) + number[at + 1 :]


def _swapped(number: str, draw: Random) -> str:
    at = [at for at in range(len(number) // 3, len(number) - 1) if number[at] != number[at + 1]]
    if not at:
        return ""
    one = draw.choice(at)
    return number[:one] + number[one + 1] + number[one] + number[one + 2 :]


def _wrong_local(known: Known, draw: Random) -> str:
    return _with_at(_misspelt(_local(known), draw), known.email.partition("@")[2])


def _with_at(local: str, domain: str) -> str:
    return f"{local}@{domain}" if local and domain else ""


_KINDS: dict[str, Ask] = {
    "family name": lambda k, d: (k.family, f"s{_family(k)}"),
    "family name begun": lambda k, d: (k.family[:4], f"s{_family(k)[:4]}"),
    "three letters": lambda k, d: (k.family[:3], f"s{_family(k)[:3]}"),
    "given name": lambda k, d: (k.given, f"g{_first(k)}"),
    "given family": lambda k, d: (f"{k.given} {k.family}", _named(k)),
    "family, given": lambda k, d: (f"{k.family.upper()}, {k.given}", _named(k)),
    "initial family": lambda k, d: (f"{k.given[0]} {k.family}", f"s{_family(k)} {_first(k)[0]}"),
    "both begun": lambda k, d: (f"{k.given[:4]} {k.family[:4]}", f"s{_family(k)[:4]}"),
    "middle family": lambda k, d: (_with(k.middle, k.family), f"g{folding.code(k.middle)} {_family(k)}"),
    "given family district": lambda k, d: (
        f"{k.given} {k.family} {_outward(k)}",
        f"{_district(k)} {folding.fold(k.given)}",
    ),
    "family district": lambda k, d: (f"{k.family} {_outward(k)}", _district(k)),
    "given district": lambda k, d: (f"{_first(k)} {_outward(k)}", f"o{_outward(k).lower()} "),
    "postcode": lambda k, d: (k.postcode, "p" + folding.postcode(k.postcode)),
    "postcode together": lambda k, d: (
        k.postcode.replace(" ", "").lower(),
        "p" + folding.postcode(k.postcode),
    ),
    "postcode family": lambda k, d: (f"{k.postcode} {k.family}", _district(k)),
    "house postcode": lambda k, d: (f"{k.house.split()[0]} {k.postcode}", "p" + folding.postcode(k.postcode)),
    "family born": lambda k, d: (f"{k.family} {k.born.day}/{k.born.month}/{k.born.year}", _day(k)),
    "born in words": lambda k, d: (f"{k.born:%d %b %Y} {k.family}", _day(k)),
    "given born": lambda k, d: (f"{_first(k)} {k.born:%d/%m/%Y}", f"d{k.born:%Y%m%d}"),
    "name year": lambda k, d: (f"{k.given} {k.family} {k.born.year}", _named(k)),
    "born": lambda k, d: (f"{k.born:%d.%m.%Y}", f"d{k.born:%Y%m%d}"),
    "telephone": lambda k, d: (k.telephone, _called(k)),
    "telephone abroad": lambda k, d: ("+44" + _digits(k)[1:] if k.telephone else "", _called(k)),
    "telephone end": lambda k, d: (_digits(k)[-6:], _ending(k, 6)),
    "telephone start": lambda k, d: (k.telephone[:8], _called(k)[:7]),
    "telephone end family": lambda k, d: (_with(_digits(k)[-4:], k.family), _ending(k, 6)),
    "e-mail": lambda k, d: (k.email, "e" + k.email),
    "e-mail local part": lambda k, d: (_local(k), f"e{_local(k)}@" if k.email else ""),
    "e-mail begun": lambda k, d: (_local(k)[:-2], "e" + _local(k)[:-2] if k.email else ""),
    "account": lambda k, d: (k.account, "c" + k.account),
    "account grouped": lambda k, d: (f"{k.account[:3]} {k.account[3:6]} {k.account[6:]}", "c" + k.account),
    "account begun": lambda k, d: (k.account[:7], "c" + k.account[:7]),
    "account end": lambda k, d: (k.account[-6:], "r" + k.account[-6:][::-1]),
    "house street": lambda k, d: (k.house, _lives(k)),
    "street town": lambda k, d: (f"{_street(k)} {k.town}", _lives(k)),
    "house street town": lambda k, d: (f"{k.house}, {k.town}", _lives(k)),
    "family town": lambda k, d: (f"{k.family} {k.town}", _place(k)),
    "given town": lambda k, d: (f"{_first(k)} {k.town}", f"a{_kept(k.town)}"),
    "family street": lambda k, d: (f"{k.family} {_street(k)}", f"a{_kept(k.house)} {_family(k)}"),
    "error in family": lambda k, d: (_with(_misspelt(k.family, d), k.given), _named(k)),
    "error in given": lambda k, d: (_with(_misspelt(_first(k), d), k.family), _named(k)),
    "error in both": lambda k, d: (_with(_misspelt(_first(k), d), _misspelt(k.family, d)), _named(k)),
    "two errors in family": lambda k, d: (_with(_misspelt(k.family, d, 2, shortest=6), k.given), _named(k)),
    "family alone with error": lambda k, d: (_misspelt(k.family, d, shortest=5), f"s{_family(k)}"),
    "misheard family": lambda k, d: (_with(_misheard(k.family), k.given), _named(k)),
    "misheard given": lambda k, d: (_with(_misheard(_first(k)), k.family), _named(k)),
    "error in family, born": lambda k, d: (_with(_misspelt(k.family, d), f"{k.born:%d/%m/%Y}"), _day(k)),
    "error in family, district": lambda k, d: (_with(_misspelt(k.family, d), _outward(k)), _district(k)),
    "family, wrong day": lambda k, d: (
        f"{k.given} {k.family} {_wrong_digit(f'{k.born:%Y}', d)}-{k.born:%m-%d}",
        _day(k),
    ),
    "telephone wrong digit": lambda k, d: (
        _wrong_digit(_digits(k), d) if k.telephone else "",
        _called(k)[:-3],
    ),
    "telephone swapped": lambda k, d: (_swapped(_digits(k), d), _called(k)[:-3]),
    "account wrong digit": lambda k, d: (_wrong_digit(k.account, d), "c" + k.account),
    "account swapped": lambda k, d: (_swapped(k.account, d), "c" + k.account),
    "error in e-mail": lambda k, d: (_wrong_local(k, d), "e" + k.email),
    "error in domain": lambda k, d: (
        _with_at(_local(k), _misspelt(k.email.partition("@")[2], d)),
        "e" + k.email,
    ),
    "error in postcode, family": lambda k, d: (
        _with(k.postcode[:-1] + d.choice("ABDEFGHJ").replace(k.postcode[-1], "K"), k.family),
        _district(k),
    ),
    "error in town, family": lambda k, d: (_with(_misspelt(k.town, d, shortest=5), k.family), _place(k)),
}
