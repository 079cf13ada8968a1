"""One page of a form as it is drawn, and the pages around it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.forms import BoundField
from django.http import QueryDict
from django.utils import timezone

from alongside.assisting.acting import Acting
from alongside.forms.context import variables
from alongside.forms.fields import PageForm
from alongside.forms.models import Draft, FormVersion
from alongside.forms.placeholders import filled
from alongside.forms.schema import Definition, Information, Page
from alongside.lib import clock, ids
from alongside.lib.addresses import inside


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
        self.form = PageForm(
            self.page,
            self.data,
            today=timezone.localdate(clock.now()),
            answers=self.draft.answers if self.draft else None,
            variables=self.variables,
            own=not self.acting.helping,
        )

    @property
    def address(self) -> str:
        """Where the page is sent to."""
        slug = self.version.form.slug
        if self.draft is None:
            return inside("portal:form", slug)
        here = inside("portal:draft", slug, self.draft.pk, self.number)
        return f"{here}?check=yes" if self.checking else here

    def parts(self) -> Iterator[tuple[Information | None, BoundField | None]]:
        """Informations and questions in their order, each beside nothing."""
        for item in self.page.items:
            if isinstance(item, Information):
                yield self._said(item), None
            else:
                yield None, self.form[item.name]

    def _said(self, item: Information) -> Information:
        return Information(
            item.title,
            filled(item.text, self.variables),
            tuple((name, filled(text, self.variables)) for name, text in item.facts),
        )


def after(draft: Draft, number: int, then: str, *, checking: bool) -> str:
    """The address that follows when page `number` was kept: the one before, the next, or the summary."""
    slug = draft.form.slug
    if then == "back":
        return inside("portal:draft", slug, draft.pk, max(1, number - 1))
    if checking or number >= len(draft.version.schema.pages):
        return inside("portal:summary", slug, draft.pk)
    return inside("portal:draft", slug, draft.pk, number + 1)
