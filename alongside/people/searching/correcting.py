"""Further readings of a question that found too few: with the words and numbers that may have been meant.

Nothing is guessed: a word is corrected to words that occur (`vocabulary`), a number to numbers that
are one mistake away (`variants`), and both are then looked up like any other. Whoever is found in this
way stands behind those who are found by what was typed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from alongside.people import folding
from alongside.people.dates import in_digits, written
from alongside.people.searching import variants
from alongside.people.searching.asking import Plan, planned
from alongside.people.searching.terms import Range, Tags, Term
from alongside.people.searching.typed import DATE, EMAIL, NUMBER, POSTCODE, WORD
from alongside.people.searching.vocabulary import Meanings, Meant

# So few found by words as they were typed may not be whom somebody meant; by a number they are.
FEW, NONE = 5, 1

_MOST_READINGS = 3  # of a question that are corrected
_MOST_EXACT = 1500  # keys of one term
_SHORTEST_NUMBER = 7
_SHORTEST_CODE = 5
_DOMAINS = 2  # of an e-mail address, beside the one that was typed
_COMMON = 0.9  # mistakes that cost less than this
_NEAR = 0.95  # the cost of another postcode in the same district


def enough(plan: Plan) -> int:
    """From how many people found there is nothing to correct."""
    words = all(term.piece and term.piece.kind == WORD for term in plan.readings[0])
    return FEW if words else NONE


def readings_of(plan: Plan, *, freely: bool) -> Plan:
    """The readings that are worth correcting. Words are put together only `freely`, when nothing else has
    found anybody: "smith z" is not a misspelt Smith."""
    literal = plan.readings[0]
    worth = (reading for reading in plan.readings if freely or len(reading) >= len(literal))
    return Plan(tuple(islice(worth, _MOST_READINGS)))


def words_in(plan: Plan) -> list[str]:
    """The words of a question that may be misspelt, domains of e-mail addresses included."""
    terms = (term for reading in plan.readings for term in reading)
    return list(dict.fromkeys(word for term in terms for word in _words(term)))


def corrected(plan: Plan, meanings: Meanings, tags: Tags, *, numbers: bool) -> Plan:
    """The readings of a plan with what may have been meant beside what was typed.

    Numbers, dates and addresses too, with `numbers`. Nothing is left of a reading without either.
    """
    readings = []
    for reading in plan.readings:
        terms = tuple(_corrected(term, meanings, tags, numbers=numbers) for term in reading)
        if terms != reading:
            readings.append(terms)
    return planned(readings, further=True)


def _words(term: Term) -> Iterator[str]:
    if term.piece is None:
        return
    kind, text = term.piece
    if kind == WORD:
        yield folding.code(text)
    elif kind == EMAIL and "@" in text:
        yield text.partition("@")[2]


def _corrected(term: Term, meanings: Meanings, tags: Tags, *, numbers: bool) -> Term:
    if term.piece is None:
        return term
    kind, text = term.piece
    if kind == WORD:
        return _with_words(term, meanings.get(folding.code(text), {}), tags)
    if not numbers:
        return term
    if kind == EMAIL:
        return _with_addresses(term, text, meanings, tags)
    if kind == DATE:
        return _with_days(term, written(text), tags)
    return _with_numbers(term, kind, text, tags)


def _with_words(term: Term, meant: Mapping[str, Iterable[Meant]], tags: Tags) -> Term:
    found = [
        Range.of(tag, one.text, whole=True, cost=one.cost)
        for tag, words in meant.items()
        if tag in tags.shared
        for one in words
    ]
    return term._replace(ranges=(*term.ranges, *sorted(found, key=lambda one: one.cost)))


def _with_days(term: Term, days: Iterable[str], tags: Tags) -> Term:
    if "d" not in tags.shared:
        return term
    found = [
        Range.of("d", other, cost=cost)
        for day in days
        if len(day) == 8
        for other, cost in variants.of_day(day).items()
    ]
    return term._replace(ranges=(*term.ranges, *sorted(found, key=lambda one: one.cost)))


def _with_numbers(term: Term, kind: str, text: str, tags: Tags) -> Term:
    exact: dict[str, float] = {}
    near: list[Range] = []
    if kind == NUMBER:
        number, account = folding.telephone(text), folding.digits_of(text)
        if len(number) >= _SHORTEST_NUMBER and "t" in tags.shared:
            exact |= {"t" + other: cost for other, cost in variants.of_number(number).items()}
        if len(account) >= _SHORTEST_CODE:
            found = variants.of_number(account)
            exact |= {tag + other: cost for tag in tags.of_numbers() for other, cost in found.items()}
        near = _days_in(account, tags)
    elif len(code := folding.code(text)) >= _SHORTEST_CODE:
        found = variants.of_code(code)
        of_code = ["p"] if kind == POSTCODE and "p" in tags.shared else tags.of_numbers()
        exact |= {tag + other: cost for tag in of_code for other, cost in found.items()}
        if "o" in tags.shared and (district := folding.outward(code)):
            near = [Range.of("o", district, whole=True, cost=_NEAR)]
    return term._replace(ranges=(*term.ranges, *near), exact=dict(islice(exact.items(), _MOST_EXACT)))


def _days_in(account: str, tags: Tags) -> list[Range]:
    """A day that was typed in eight digits."""
    if "d" not in tags.shared or len(account) != 8:
        return []
    return list(_with_days(Term(()), in_digits(account), tags).ranges)


def _with_addresses(term: Term, text: str, meanings: Meanings, tags: Tags) -> Term:
    if "e" not in tags.shared:
        return term
    local, at, domain = text.partition("@")
    others = variants.of_local_part(local)
    if not at:  # it goes on: only the commonest mistakes, for each is a range
        near = [Range.of("e", other, cost=cost) for other, cost in others.items() if cost < _COMMON]
        return term._replace(ranges=(*term.ranges, *sorted(near, key=lambda one: one.cost)))
    domains = {domain: 0.0} | {one.text: one.cost for one in meanings.get(domain, {}).get("h", [])[:_DOMAINS]}
    exact = {f"e{local}@{other}": cost for other, cost in domains.items() if cost}
    for meant, further in domains.items():
        exact |= {f"e{other}@{meant}": cost + further for other, cost in others.items()}
    return term._replace(exact=dict(islice(exact.items(), _MOST_EXACT)))
