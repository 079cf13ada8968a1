"""Cases that belong together."""

from __future__ import annotations

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.cases.actions.seeing import VIEW
from alongside.cases.actions.working import NotNow, working
from alongside.cases.models import Case, Link, LinkKind
from alongside.history.events import Event

LINK = Power("cases.link", Kind.MATTER)


class Linked(
    Event,
    kind="cases.linked",
    title="Cases Linked",
    sentence="{actor} linked the case {reference} to {other}, for {person}",
    sentence_self="{actor} linked the case {reference} to {other}",
    private=True,
):
    reference: str
    other: str
    how: str


class Unlinked(
    Event,
    kind="cases.unlinked",
    title="Cases Unlinked",
    sentence="{actor} took the link of the case {reference} to {other} away, for {person}",
    sentence_self="{actor} took the link of the case {reference} to {other} away",
    private=True,
):
    reference: str
    other: str
    how: str


def link(acting: Acting, case: Case, other: Case, kind: LinkKind) -> Link:
    """Say how a case belongs to another that one may open. Raises `NotNow` for what is linked so already, in
    either direction, and for a case with itself."""
    with working(acting, LINK, case) as (deed, current):
        if other.pk == current.pk or not acting.may(VIEW, about=other):
            raise NotNow("There is no such case, or you cannot open it.")
        same = Link.objects.filter(case=current, other=other, kind=kind)
        backwards = Link.objects.filter(case=other, other=current, kind=kind)
        if same.exists() or backwards.exists():
            raise NotNow("The two are linked so already.")
        made: Link = Link.objects.create(case=current, other=other, kind=kind)
        deed.record(Linked(reference=current.reference, other=other.reference, how=kind.value), about=current)
        return made


def unlink(acting: Acting, case: Case, link: Link) -> None:
    """Take a link away, from either of its ends."""
    with working(acting, LINK, case) as (deed, current):
        if current.pk not in (link.case_id, link.other_id):
            raise NotNow("There is no such link.")
        other = link.other if link.case_id == current.pk else link.case
        Link.objects.filter(pk=link.pk).delete()
        deed.record(
            Unlinked(reference=current.reference, other=other.reference, how=link.kind), about=current
        )
