"""Reading a definition: everything that is wrong with it is said at once, each with its place.

What a definition may say is in `keys`; here it is read and held together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from alongside.forms import keys, money, patterns, placeholders, wiring
from alongside.forms.keys import Key, Sort
from alongside.forms.parsing_conditions import condition
from alongside.forms.place import Place
from alongside.forms.schema import (
    BadDefinition,
    Choice,
    Definition,
    Information,
    Item,
    Kind,
    Page,
    Question,
    Summary,
)

# Names of fields that pages of forms use themselves; and nobody is asked for a password.
RESERVED = {"csrfmiddlewaretoken", "carried", "draft", "then", "password"}

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]*")

KINDS = [kind.value for kind in Kind]


def parse(source: object) -> Definition:
    """The definition in a JSON value; raises `BadDefinition` with everything that is wrong with it."""
    problems: list[str] = []
    whole = Place("the definition", source, problems)
    whole.demand_keys(("pages", "summary", *keys.names(keys.FORM)))
    pages = tuple(_page(place) for place in whole.each("pages", at_least=1, at_most=keys.MOST_PAGES))
    summary = _summary(whole.inside("summary")) if "summary" in whole.mapping else Summary()
    definition = Definition(pages, summary, **_said(whole, keys.FORM))
    if definition.receipt_document and not definition.receipt:
        whole.problem("receipt_document", "comes with the e-mail that confirms: say receipt, too.")
    _demand_unique(definition, whole)
    if not problems:
        problems.extend(wiring.problems(definition))
    if problems:
        raise BadDefinition(problems)
    return definition


def _said(place: Place, asked: Iterable[Key]) -> dict[str, Any]:
    """What is said for each key, by its name."""
    return {key.name: _READERS[key.sort](place, key) for key in asked}


def _page(place: Place) -> Page:
    place.demand_keys(keys.names(keys.PAGE))
    return Page(**_said(place, keys.PAGE))


def _summary(place: Place) -> Summary:
    place.demand_keys(keys.names(keys.SUMMARY))
    usual = Summary()
    said = _said(place, keys.SUMMARY)
    return Summary(said["title"] or usual.title, said["text"], said["button"] or usual.button)


def _item(place: Place, *, in_group: bool) -> Item:
    sort = place.text("type", keys.SHORT, required=True)
    if sort == "information":
        return _information(place)
    if in_group and sort == Kind.GROUP:
        place.problem("type", "may not be a group within a group.")
        return Information()
    if sort not in KINDS:
        if sort:
            place.problem("type", f"is none of {', '.join([*KINDS, 'information'])}.")
        return Information()
    return _question(place, Kind(sort))


def _information(place: Place) -> Information:
    place.demand_keys(keys.names(keys.INFORMATION.keys))
    if not {"text", "facts"} & place.mapping.keys():
        place.problem("text", "is missing.")
    said = _said(place, keys.INFORMATION.keys)
    del said["type"]
    return Information(**said)


def _question(place: Place, kind: Kind) -> Question:
    asked = keys.KINDS[kind].every
    place.demand_keys(keys.names(asked))
    said = _said(place, asked)
    del said["type"]
    if kind in keys.LONGEST_ANSWER:
        said["max_length"] = said["max_length"] or keys.LONGEST_ANSWER[kind]
    question = Question(kind=kind, **said)
    _demand_sense(question, place)
    return question


def _text(place: Place, key: Key) -> str:
    return place.text(key.name, key.high, required=key.required, with_placeholders=key.placeholders)


def _name(place: Place, key: Key) -> str:
    name = _text(place, key)
    if name and not _NAME.fullmatch(name):
        place.problem(key.name, "must be small letters, digits and _, at most 40, beginning with a letter.")
    if name in RESERVED:
        place.problem(key.name, f"may not be {name}.")
    return name


def _slug(place: Place, key: Key) -> str:
    slug = _text(place, key)
    if slug and not _SLUG.fullmatch(slug):
        place.problem(key.name, "must be small letters, digits, - and _.")
    return slug


def _items(place: Place, key: Key) -> tuple[Item, ...]:
    in_group = place.mapping.get("type") == Kind.GROUP
    items = place.each(key.name, at_least=key.low, at_most=key.high)
    return tuple(_item(item, in_group=in_group) for item in items)


def _choices(place: Place, key: Key) -> tuple[Choice, ...]:
    choices = []
    for each in place.each(key.name, at_least=key.low, at_most=key.high):
        each.demand_keys(keys.names(keys.CHOICE))
        choices.append(Choice(**_said(each, keys.CHOICE)))
    if len({choice.value for choice in choices}) < len(choices):
        place.problem(key.name, "has a value twice.")
    return tuple(choices)


def _facts(place: Place, key: Key) -> tuple[tuple[str, str], ...]:
    facts = []
    for each in place.each(key.name, at_most=key.high) if key.name in place.mapping else ():
        each.demand_keys(keys.names(keys.FACT))
        said = _said(each, keys.FACT)
        facts.append((said["name"], said["text"]))
    return tuple(facts)


_READERS: dict[Sort, Callable[[Place, Key], Any]] = {
    Sort.NAME: _name,
    Sort.SLUG: _slug,
    Sort.LINE: _text,
    Sort.TEXT: _text,
    Sort.FLAG: lambda place, key: place.flag(key.name),
    Sort.WHOLE: lambda place, key: place.whole(key.name, key.low, key.high),
    Sort.NUMBER: lambda place, key: place.number(key.name),
    Sort.DAY: lambda place, key: place.day(key.name),
    Sort.ONE_OF: lambda place, key: place.one_of(key.name, [value for value, _ in key.known]),
    Sort.SOME_OF: lambda place, key: place.some_of(key.name, [value for value, _ in key.known]),
    Sort.PATTERN: _text,
    Sort.PROFILE_FIELD: _text,
    Sort.CONDITION: lambda place, key: condition(place, key.name),
    Sort.CHOICES: _choices,
    Sort.FACTS: _facts,
    Sort.ITEMS: _items,
}

# Kinds whose answer cannot be given beforehand.
_NO_DEFAULT = (Kind.FILE, Kind.GROUP, Kind.ADDRESS)


def _demand_sense(question: Question, place: Place) -> None:
    """Limits may not contradict each other."""
    today = date(2000, 1, 1)  # any day: both limits move with it, or neither does
    for name, low, high in (
        ("min_length", question.min_length, question.max_length),
        ("minimum", question.minimum, question.maximum),
        ("least", question.least, question.most),
        ("least", question.least, len(question.choices) if question.kind is Kind.CHOICES else None),
        ("min_rows", question.min_rows, question.max_rows),
    ):
        if low is not None and high is not None and low > high:
            place.problem(name, "is more than there may be.")
    first, last = question.earliest, question.latest
    if first and last and (first.fixed is None) == (last.fixed is None) and first.on(today) > last.on(today):
        place.problem("earliest", "is after the latest day.")
    _demand_good_pattern(question, place)
    _demand_whole_units(question, place)
    _demand_possible_default(question, place)


def _demand_good_pattern(question: Question, place: Place) -> None:
    if not question.pattern:
        return
    if not question.pattern_message:
        place.problem("pattern_message", "is missing.")
    if trouble := patterns.trouble(question.pattern):
        place.problem("pattern", trouble)
    if (question.max_length or 0) > patterns.LONGEST:
        place.problem("max_length", f"may be at most {patterns.LONGEST} where there is a pattern.")


def _demand_whole_units(question: Question, place: Place) -> None:
    if question.kind is not Kind.MONEY:
        return
    currency = money.CURRENCIES.get(question.currency, money.USUAL)
    for name, limit in (("minimum", question.minimum), ("maximum", question.maximum)):
        try:
            currency.minor(limit or Decimal(0))
        except ValueError:
            place.problem(name, f"has more decimals than {currency.called} have.")


def _demand_possible_default(question: Question, place: Place) -> None:
    for name, said in (("default", question.default), ("prefill", question.prefill)):
        if said and question.kind in _NO_DEFAULT and (name, question.kind) != ("prefill", Kind.ADDRESS):
            place.problem(name, "is not possible for this type.")
    if question.default and not placeholders.known(question.default):
        if question.choices and question.default not in {choice.value for choice in question.choices}:
            place.problem("default", "is none of the choices.")
        if question.kind is Kind.YES_NO and question.default not in ("yes", "no"):
            place.problem("default", "must be yes or no.")


def _demand_unique(definition: Definition, whole: Place) -> None:
    names = [question.name for question in definition.every if question.name]
    seen: set[str] = set()
    twice = {name for name in names if name in seen or seen.add(name)}  # type: ignore[func-returns-value]  # adds
    for name in sorted(twice):
        whole.problem("pages", f"has two questions named {name}.")
    if len(names) > keys.MOST_QUESTIONS:
        whole.problem("pages", f"may have at most {keys.MOST_QUESTIONS} questions altogether.")
