"""One page of a form as it is drawn, and the pages around it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from django.forms import BoundField
from django.http import QueryDict
from django.utils import timezone

from alongside.assisting.acting import Acting
from alongside.forms.answers import Answers
from alongside.forms.asking import Asking, Row, asked
from alongside.forms.conditions import asked_for
from alongside.forms.context import variables
from alongside.forms.fields import PageForm, typed
from alongside.forms.models import Draft, FormVersion
from alongside.forms.placeholders import filled
from alongside.forms.prefilling import known_of
from alongside.forms.schema import Definition, Information, Item, Kind, Page, Question
from alongside.forms.sending import Read, Sent
from alongside.lib import clock, ids
from alongside.lib.addresses import inside

DRAWN = "drawn-questions"  # the field that says which questions a page held


@dataclass(frozen=True)
class Part:
    """Something on a page: said, asked, or hidden for now. `id` is its own on the page; `live` says that
    something else on the page depends on it."""

    id: str
    information: Information | None = None
    bound: BoundField | None = None
    conditional: bool = False
    live: bool = False
    rows: tuple[tuple[Row, tuple[Part, ...]], ...] = ()

    @property
    def kind(self) -> str:
        return str(self.bound.field.question.kind) if self.bound else ""  # type: ignore[attr-defined]  # always a question's


@dataclass
class Sheet:
    """`number` counts from 1. Without a draft it is the first page of a form that is not begun yet.
    `checking` leads back to the summary that the person came from."""

    acting: Acting
    version: FormVersion
    number: int
    draft: Draft | None = None
    data: QueryDict | None = None
    checking: bool = False
    draft_id: uuid.UUID = field(default_factory=ids.random_id)

    def __post_init__(self) -> None:
        self.definition: Definition = self.version.schema
        self.page: Page = self.definition.pages[self.number - 1]
        self.variables = variables(self.acting)
        self.today = timezone.localdate(clock.now())
        self.answers: Answers = self.draft.answers if self.draft else {}
        self.read: Read = self.sent().read(self.definition, self.answers, self.today)
        self.asking: Asking = self.read.asking
        self.form = PageForm(
            self.asking.questions(self.number),
            self.data,
            today=self.today,
            answers=self.answers,
            variables=self.variables,
            own=not self.acting.helping,
            profile=known_of(self.acting, self.page),
        )

    def sent(self, *, unfinished: bool = False) -> Sent:
        """What was sent; of a page that was not, what is stored."""
        if self.data is None:
            return Sent(self.number, {}, drawn=())
        return Sent(self.number, typed(self.page, self.data), self.drawn, unfinished=unfinished)

    @property
    def drawn(self) -> list[str] | None:
        """The questions that the page held when it was drawn; programs do not say so."""
        said = self.data.get(DRAWN) if self.data is not None else None
        return None if said is None else said.split()

    @property
    def drawing(self) -> str:
        """The same of the page as it is drawn now."""
        return " ".join(self.form.fields)

    @property
    def address(self) -> str:
        """Where the page is sent to."""
        slug = self.version.form.slug
        if self.draft is None:
            return inside("portal:form", slug)
        here = inside("portal:draft", slug, self.draft.pk, self.number)
        return f"{here}?check=yes" if self.checking else here

    @property
    def step(self) -> int:
        return self.asking.step(self.number)

    @property
    def steps(self) -> list[str]:
        """The titles of the pages that there are, the one for checking last."""
        return steps(self.asking)

    @property
    def groups(self) -> bool:
        """Whether there are buttons on the page that add or remove rows."""
        return any(question.kind is Kind.GROUP for question in self.page.questions)

    @property
    def help(self) -> str:
        return filled(self.page.help, self.variables)

    def parts(self) -> Iterator[Part]:
        """Everything on the page in its order; what is hidden for now keeps its place."""
        live = _live(self.page)
        shown = {id(item) for item in self.asking.items(self.page)}
        for place, item in enumerate(self.page.items):
            yield self._part(item, f"part-{place}", live, shown=id(item) in shown)

    def _part(self, item: Item, place: str, live: set[str], *, shown: bool) -> Part:
        part = Part(place, conditional=item.condition is not None)
        if not shown:
            return part
        if isinstance(item, Information):
            return replace(part, information=self._said(item))
        bare = item.name.rpartition(".")[2]
        part = replace(part, bound=self.form[item.name], live=bare in live)
        if item.kind is not Kind.GROUP:
            return part
        rows = []
        for row in self.asking.rows_of(item):
            held = {_bare(each): each for each in row.items}
            parts = tuple(
                self._part(held.get(_bare(inner), inner), f"{place}-{row.id}-{number}", live,
                           shown=_bare(inner) in held)
                for number, inner in enumerate(item.items)
            )  # fmt: skip
            rows.append((row, parts))
        return replace(part, rows=tuple(rows))

    def _said(self, item: Information) -> Information:
        return replace(
            item,
            text=filled(item.text, self.variables),
            facts=tuple((name, filled(text, self.variables)) for name, text in item.facts),
        )


def _bare(item: Item) -> object:
    """What a question is called in its group, whatever its row; an information is itself."""
    return item.name.rpartition(".")[2] if isinstance(item, Question) else item


def _live(page: Page) -> set[str]:
    """The questions that something on the same page depends on."""
    found: set[str] = set()
    for item in page.items:
        found.update(asked_for(item.condition))
        if isinstance(item, Question):
            for inner in item.items:
                found.update(asked_for(inner.condition))
    return found


def first_page(definition: Definition) -> int:
    """Where a form begins: the first page that is asked of somebody who has not said anything."""
    asking = asked(definition, {}, timezone.localdate(clock.now()))
    return asking.pages[0] if asking.pages else 1


def steps(asking: Asking) -> list[str]:
    titles = [asking.definition.pages[number - 1].title for number in asking.pages]
    return [*titles, asking.definition.summary.title]


def after(draft: Draft, number: int, then: str, *, checking: bool) -> str:
    """The address that follows when page `number` was kept: the one before, the next, or the summary."""
    slug = draft.form.slug
    asking = Sent(number, {}, drawn=()).read(
        draft.version.schema, draft.answers, timezone.localdate(clock.now())
    ).asking  # fmt: skip
    if then == "back":
        return inside("portal:draft", slug, draft.pk, asking.previous(number) or number)
    following = asking.next(number)
    if checking or following > len(draft.version.schema.pages):
        return inside("portal:summary", slug, draft.pk)
    return inside("portal:draft", slug, draft.pk, following)
