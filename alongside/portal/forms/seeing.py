"""What the pages of a form show of somebody who looks at it with the person."""

from __future__ import annotations

from dataclasses import dataclass

from alongside.assisting.models import Assistance
from alongside.assisting.rules import Mode
from alongside.forms.models import Draft, Side
from alongside.lib.addresses import inside
from alongside.people.http import Request


@dataclass(frozen=True)
class Beside:
    """`side` is None as long as nobody looks with the person; `helps` says that this page is the agent's."""

    draft: Draft
    side: Side | None
    helps: bool
    number: int  # of the page that is shown
    address: str

    @property
    def agent(self) -> str:
        return self.side.assistance.agent.name if self.side else ""

    @property
    def other(self) -> str:
        """Who sits at the other screen."""
        if self.side is None:
            return ""
        return self.side.assistance.person.name if self.helps else self.agent

    @property
    def pointed(self) -> str:
        """What the question that is pointed at asks."""
        if self.side is None or not self.side.question:
            return ""
        name = self.side.question.rpartition(".")[2]  # without the row of a group
        asked = [one for page in self.draft.version.schema.pages for one in page.questions]
        each = [two for one in asked for two in (one, *one.questions)]
        return next((one.label for one in each if one.name == name), "")

    @property
    def pointed_page(self) -> int:
        """On which page it stands; 0 where nothing is pointed at."""
        return (
            self.draft.version.schema.page_of(self.side.question.rpartition(".")[2])
            if self.pointed and self.side
            else 0
        )


def beside(request: Request, draft: Draft, number: int = 0) -> Beside | None:
    """None for somebody whom nobody helps at the moment, and whose form nobody looks at."""
    acting = request.acting
    if draft.handed_in_at is not None or acting.mode is Mode.ANON:
        return None
    address = inside("portal:side", draft.form.slug, draft.pk)
    found = side_of(draft)
    if acting.helping:
        return Beside(draft, found, True, number, address)
    if found is None and not Assistance.objects.open().filter(person=acting.person_id).exists():
        return None
    return Beside(draft, found, False, number, address)


def side_of(draft: Draft) -> Side | None:
    sides = Side.objects.open().select_related("assistance__agent", "assistance__person")
    found: Side | None = sides.filter(draft=draft).first()
    return found
