"""Filling in one form side by side. Whoever helps sees the page the person has open, and points at questions;
answers are the person's to give, each with its author."""

from __future__ import annotations

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.forms.actions.drafting import locked
from alongside.forms.actions.opening import demand_reach
from alongside.forms.models import Draft, Side
from alongside.history.events import Event
from alongside.lib import clock

SIDE = Power("forms.side")


class SideBegun(
    Event,
    kind="forms.side_begun",
    title="Form Side By Side",
    sentence="{actor} looked at {form_title} together with {person}",
):
    form: str
    form_title: str


class PointedAt(
    Event,
    kind="forms.pointed_at",
    title="Pointed At A Question",
    sentence="{actor} pointed {person} at a question of {form_title}",
    private=True,
):
    form: str
    form_title: str
    question: str


class SideEnded(
    Event,
    kind="forms.side_ended",
    title="Form Side By Side Ended",
    sentence="{actor} ended looking at {form_title} together",
):
    form: str
    form_title: str


class NotHelping(ValueError):
    """Nobody is being helped, so there is nobody to sit beside."""


def begin_side(acting: Acting, draft: Draft) -> Side:
    """Look at the person's form together with them; raises `NotHelping` and `Closed`."""
    acting = draft.form.opened_by(acting)
    if acting.assistance is None:
        raise NotHelping
    with acting.doing(SIDE, about=draft) as deed:
        demand_reach(acting, draft.form)
        current = locked(draft)
        side, _ = Side.objects.update_or_create(
            draft=current,
            defaults={
                "assistance": acting.assistance,
                "page": current.page,
                "question": "",
                "changed_at": deed.at,
            },
        )
        deed.record(SideBegun(form=current.form.slug, form_title=current.form.title), about=current)
        return side


def point_at(acting: Acting, draft: Draft, question: str) -> None:
    """Show the person a question; one that the form does not ask is none. Raises `Side.DoesNotExist`, also
    where somebody else sits beside them, `NotHelping` and `Closed`."""
    acting = draft.form.opened_by(acting)
    if acting.assistance is None:
        raise NotHelping
    with acting.doing(SIDE, about=draft) as deed:
        current = locked(draft)
        side = Side.objects.get(draft=current, assistance=acting.assistance)
        side.question, side.changed_at = question[:100], deed.at
        side.save(update_fields=["question", "changed_at"])
        form = current.form
        deed.record(PointedAt(form=form.slug, form_title=form.title, question=side.question), about=current)


def end_side(acting: Acting, draft: Draft) -> None:
    """Either of the two ends it; does nothing where it has ended."""
    acting = draft.form.opened_by(acting)
    side = Side.objects.filter(draft=draft).first()
    if side is None:
        return
    with acting.doing(SIDE, about=draft) as deed:
        side.delete()
        deed.record(SideEnded(form=draft.form.slug, form_title=draft.form.title), about=draft)


def note_page(draft: Draft, page: int) -> None:
    """The person has opened a page. What their browser shows, no deed; a question that was pointed at on
    another page is pointed at no more once they come to it and go on."""
    Side.objects.filter(draft=draft).exclude(page=page).update(page=page, changed_at=clock.now())
