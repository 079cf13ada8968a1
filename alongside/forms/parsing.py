"""Reading a definition: everything that is wrong with it is said at once, each with its place."""

from __future__ import annotations

import re
from datetime import date

from alongside.forms import patterns
from alongside.forms.place import SHORT, Place
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

MOST_PAGES, MOST_QUESTIONS, MOST_CHOICES = 50, 300, 300
MIDDLE, LONG = 1000, 5000  # characters of help, of texts

# Names of fields that pages of forms use themselves; and nobody is asked for a password.
RESERVED = {"csrfmiddlewaretoken", "carried", "draft", "then", "password"}
# What browsers can fill in about the person who types (HTML, "autofill field names").
AUTOCOMPLETE = {
    "name", "honorific-prefix", "given-name", "additional-name", "family-name", "organization",
    "street-address", "address-line1", "address-line2", "address-line3", "address-level2", "postal-code",
    "country-name", "tel", "email", "bday", "sex", "language", "url",
}  # fmt: skip

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")

_LENGTHS = ("min_length", "max_length")
_LIMITS = ("minimum", "maximum")
_DAYS = ("earliest", "latest")
COMMON = ("type", "name", "label", "help", "required", "default")
KEYS: dict[Kind, tuple[str, ...]] = {
    Kind.TEXT: (*_LENGTHS, "pattern", "pattern_message", "autocomplete"),
    Kind.LONG_TEXT: (*_LENGTHS, "autocomplete"),
    Kind.NUMBER: (*_LIMITS, "decimals"),
    Kind.INTEGER: _LIMITS,
    Kind.MONEY: _LIMITS,
    Kind.DATE: _DAYS,
    Kind.DATE_OF_BIRTH: ("autocomplete",),
    Kind.EMAIL: ("autocomplete",),
    Kind.TELEPHONE: ("autocomplete",),
    Kind.POSTCODE: ("autocomplete",),
    Kind.CHOICE: ("choices",),
    Kind.CHOICES: ("choices", "least", "most"),
    Kind.YES_NO: (),
}
KINDS = [kind.value for kind in Kind]
LONGEST_ANSWER = {Kind.TEXT: 200, Kind.LONG_TEXT: 5000}  # unless the definition says less or more
LONGEST_POSSIBLE = {Kind.TEXT: 1000, Kind.LONG_TEXT: 20_000}


def parse(source: object) -> Definition:
    """The definition in a JSON value; raises `BadDefinition` with everything that is wrong with it."""
    problems: list[str] = []
    whole = Place("the definition", source, problems)
    whole.demand_keys(("pages", "summary", "confirmation"))
    pages = tuple(_page(place) for place in whole.each("pages", at_least=1, at_most=MOST_PAGES))
    summary = _summary(whole.inside("summary")) if "summary" in whole.mapping else Summary()
    definition = Definition(pages, summary, whole.text("confirmation", LONG, with_placeholders=True))
    _demand_unique(definition, whole)
    if problems:
        raise BadDefinition(problems)
    return definition


def _page(place: Place) -> Page:
    place.demand_keys(("title", "items"))
    items = place.each("items", at_least=1, at_most=MOST_QUESTIONS)
    return Page(place.text("title", SHORT, required=True), tuple(_item(item) for item in items))


def _summary(place: Place) -> Summary:
    place.demand_keys(("title", "text", "button"))
    usual = Summary()
    return Summary(
        title=place.text("title", SHORT) or usual.title,
        text=place.text("text", LONG, with_placeholders=True),
        button=place.text("button", SHORT) or usual.button,
    )


def _item(place: Place) -> Item:
    sort = place.text("type", SHORT, required=True)
    if sort == "information":
        return _information(place)
    if sort not in KINDS:
        if sort:
            place.problem("type", f"is none of {', '.join([*KINDS, 'information'])}.")
        return Information()
    return _question(place, Kind(sort))


def _information(place: Place) -> Information:
    place.demand_keys(("type", "title", "text", "facts"))
    facts = place.each("facts", at_most=MOST_CHOICES) if "facts" in place.mapping else []
    if not {"text", "facts"} & place.mapping.keys():
        place.problem("text", "is missing.")
    return Information(
        title=place.text("title", SHORT),
        text=place.text("text", LONG, with_placeholders=True),
        facts=tuple(_fact(fact) for fact in facts),
    )


def _fact(place: Place) -> tuple[str, str]:
    place.demand_keys(("name", "text"))
    return place.text("name", SHORT, required=True), place.text("text", MIDDLE, with_placeholders=True)


def _question(place: Place, kind: Kind) -> Question:
    place.demand_keys((*COMMON, *KEYS[kind]))
    question = Question(
        kind=kind,
        name=_name(place),
        label=place.text("label", SHORT, required=True),
        help=place.text("help", MIDDLE),
        required=place.flag("required"),
        default=place.text("default", MIDDLE, with_placeholders=True),
        autocomplete=place.one_of("autocomplete", AUTOCOMPLETE),
        min_length=place.whole("min_length", 1, LONGEST_POSSIBLE.get(kind, 0)),
        max_length=place.whole("max_length", 1, LONGEST_POSSIBLE.get(kind, 0)) or LONGEST_ANSWER.get(kind),
        pattern=place.text("pattern", patterns.LONGEST),
        pattern_message=place.text("pattern_message", SHORT, required="pattern" in place.mapping),
        minimum=place.number("minimum"),
        maximum=place.number("maximum"),
        decimals=place.whole("decimals", 0, 6),
        earliest=place.day("earliest"),
        latest=place.day("latest"),
        choices=_choices(place) if "choices" in KEYS[kind] else (),
        least=place.whole("least", 1, MOST_CHOICES),
        most=place.whole("most", 1, MOST_CHOICES),
    )
    _demand_sense(question, place)
    return question


def _name(place: Place) -> str:
    name = place.text("name", SHORT, required=True)
    if name and not _NAME.fullmatch(name):
        place.problem("name", "must be small letters, digits and _, at most 40, beginning with a letter.")
    if name in RESERVED:
        place.problem("name", f"may not be {name}.")
    return name


def _choices(place: Place) -> tuple[Choice, ...]:
    choices = []
    for each in place.each("choices", at_least=1, at_most=MOST_CHOICES):
        each.demand_keys(("value", "label"))
        value, label = (each.text(key, SHORT, required=True) for key in ("value", "label"))
        choices.append(Choice(value, label))
    if len({choice.value for choice in choices}) < len(choices):
        place.problem("choices", "has a value twice.")
    return tuple(choices)


def _demand_sense(question: Question, place: Place) -> None:
    """Limits may not contradict each other."""
    today = date(2000, 1, 1)  # any day: both limits move with it, or neither does
    for name, low, high in (
        ("min_length", question.min_length, question.max_length),
        ("minimum", question.minimum, question.maximum),
        ("least", question.least, question.most),
        ("least", question.least, len(question.choices) if question.several else None),
    ):
        if low is not None and high is not None and low > high:
            place.problem(name, "is more than there may be.")
    first, last = question.earliest, question.latest
    if first and last and (first.fixed is None) == (last.fixed is None) and first.on(today) > last.on(today):
        place.problem("earliest", "is after the latest day.")
    if question.pattern and (trouble := patterns.trouble(question.pattern)):
        place.problem("pattern", trouble)
    if question.pattern and (question.max_length or 0) > patterns.LONGEST:
        place.problem("max_length", f"may be at most {patterns.LONGEST} where there is a pattern.")
    values = {choice.value for choice in question.choices}
    if values and question.default and question.default not in values:
        place.problem("default", "is none of the choices.")
    if question.kind is Kind.YES_NO and question.default not in ("", "yes", "no"):
        place.problem("default", "must be yes or no.")


def _demand_unique(definition: Definition, whole: Place) -> None:
    names = [question.name for question in definition.questions if question.name]
    for name in sorted({name for name in names if names.count(name) > 1}):
        whole.problem("pages", f"has two questions named {name}.")
    if len(names) > MOST_QUESTIONS:
        whole.problem("pages", f"may have at most {MOST_QUESTIONS} questions altogether.")
