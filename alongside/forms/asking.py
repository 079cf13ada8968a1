"""What is asked of whom: conditions put to answers, once for a whole form, in time linear in its questions.

A group's rows are questions like any others, under names such as `children.r1.born`; so whoever reads, stores
or draws answers sees one flat list. What is not asked counts as unanswered for every condition after it.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from alongside.forms import money, wiring
from alongside.forms.answers import Value
from alongside.forms.conditions import Fact, holds
from alongside.forms.schema import Definition, Information, Kind, Page, Question

Facts = MutableMapping[str, Fact]


@dataclass(frozen=True)
class Row:
    """One row of a group, with what is asked and said in it."""

    group: Question
    id: str
    number: int
    items: list[Question | Information]


@dataclass
class Asking:
    """What of a definition is asked, given some answers. Pages count from 1."""

    definition: Definition
    today: date
    pages: list[int] = field(default_factory=list)  # those that there are
    shown: set[str] = field(default_factory=set)  # names, also of questions in rows
    facts: dict[str, Fact] = field(default_factory=dict)
    rows: dict[str, list[str]] = field(default_factory=dict)  # ids, by group
    in_rows: dict[tuple[str, str], Facts] = field(default_factory=dict)

    def questions(self, number: int | None = None) -> list[Question]:
        """What is asked on a page, or altogether; each group before what is asked in its rows."""
        numbers = self.pages if number is None else [number] if number in self.pages else []
        return [each for one in numbers for each in self._on(self.definition.pages[one - 1])]

    def _on(self, page: Page) -> Iterator[Question]:
        for question in page.questions:
            if question.name in self.shown:
                yield question
                for row in self.rows_of(question):
                    yield from (item for item in row.items if isinstance(item, Question))

    def items(self, page: Page) -> list[Question | Information]:
        """What a page shows, without the rows of its groups."""
        return [item for item in page.items if self._has(item)]

    def _has(self, item: Question | Information) -> bool:
        if isinstance(item, Question):
            return item.name in self.shown
        return holds(item.condition, self.facts, self.today)

    def rows_of(self, group: Question) -> list[Row]:
        return [
            Row(group, id, place, list(self._in_row(group, id)))
            for place, id in enumerate(self.rows.get(group.name, []), 1)
        ]

    def _in_row(self, group: Question, id: str) -> Iterator[Question | Information]:
        for item in group.items:
            if isinstance(item, Question):
                asked = _in(group.name, id, item)
                if asked.name in self.shown:
                    yield asked
            elif holds(item.condition, self.in_rows[group.name, id], self.today):
                yield item

    def next(self, number: int) -> int:
        """The page after this one that there is; one past the last where there is none."""
        return next((one for one in self.pages if one > number), len(self.definition.pages) + 1)

    def previous(self, number: int) -> int | None:
        return next((one for one in reversed(self.pages) if one < number), None)

    def step(self, number: int) -> int:
        """The place of a page among those there are, the one for checking last."""
        return sum(1 for one in self.pages if one < number) + 1


def asked(definition: Definition, values: Mapping[str, Value], today: date) -> Asking:
    """What is asked of somebody who gave these answers, each by its flat name."""
    asking = Asking(definition, today)
    known = _known(definition)
    pages = {wiring.page_node(number): number for number in range(1, len(definition.pages) + 1)}
    for name in known.order:
        if name in pages:
            page = definition.pages[pages[name] - 1]
            if holds(page.condition, asking.facts, today):
                asking.pages.append(pages[name])
        elif (group := known.group_of.get(name)) is not None:
            _ask_in_rows(asking, known.questions[name], group, values)
        elif known.page_of[name] in asking.pages:
            _ask(asking, known.questions[name], values)
    asking.pages.sort()
    return asking


def _ask(asking: Asking, question: Question, values: Mapping[str, Value]) -> None:
    if not holds(question.condition, asking.facts, asking.today):
        return
    asking.shown.add(question.name)
    value = values.get(question.name)
    asking.facts[question.name] = fact(question, value)
    if question.kind is Kind.GROUP:
        rows = value if isinstance(value, list) else []
        asking.rows[question.name] = rows
        for row in rows:
            asking.in_rows[question.name, row] = ChainMap({}, asking.facts)


def _ask_in_rows(asking: Asking, question: Question, group: str, values: Mapping[str, Value]) -> None:
    for row in asking.rows.get(group, ()):
        facts = asking.in_rows[group, row]
        if holds(question.condition, facts, asking.today):
            flat = f"{group}.{row}.{question.name}"
            asking.shown.add(flat)
            facts[question.name] = fact(question, values.get(flat))


def fact(question: Question, value: Value) -> Fact:
    """What conditions know of an answer."""
    if value is None or value == "" or value == [] or value == {}:
        return None
    if isinstance(value, list):
        return Decimal(len(value)) if question.kind in (Kind.FILE, Kind.GROUP) else tuple(value)
    if isinstance(value, dict):
        return " ".join(value.values())
    if isinstance(value, bool):
        return value
    if question.kind in (Kind.DATE, Kind.DATE_OF_BIRTH):
        return date.fromisoformat(str(value))
    if question.kind is Kind.MONEY and isinstance(value, int):
        return money.CURRENCIES.get(question.currency, money.USUAL).major(value)
    if question.kind in (Kind.NUMBER, Kind.INTEGER, Kind.MONEY):
        return Decimal(str(value))
    return str(value)


@dataclass(frozen=True)
class _Known:
    """What of a definition is worked out once."""

    order: tuple[str, ...]
    questions: dict[str, Question]
    group_of: dict[str, str]
    page_of: dict[str, int]


def _known(definition: Definition) -> _Known:
    known = definition.__dict__.get("_asking")
    if known is None:
        known = _Known(
            order=wiring.order(definition),
            questions={question.name: question for question in definition.every},
            group_of={one.name: group.name for group in definition.questions for one in group.questions},
            page_of={question.name: definition.page_of(question.name) for question in definition.questions},
        )
        definition.__dict__["_asking"] = known  # kept with it, as `cached_property` does
    return known


def candidates(page: Page, rows: Mapping[str, list[str]]) -> Iterator[Question]:
    """Everything that could be asked on a page whose groups have these rows."""
    for question in page.questions:
        yield question
        for row in rows.get(question.name, ()):
            yield from (_in(question.name, row, inner) for inner in question.questions)


@lru_cache(maxsize=4096)
def _in(group: str, row: str, question: Question) -> Question:
    return replace(question, name=f"{group}.{row}.{question.name}")
