"""Carrying a draft over to the version of its form that is in use."""

from __future__ import annotations

from contextlib import suppress

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.forms import carrying
from alongside.forms.actions.drafting import locked
from alongside.forms.actions.opening import demand_reach
from alongside.forms.models import Draft, FormVersion
from alongside.history.events import Event

CARRY_OVER = Power("forms.carry_over")


class CarriedOver(
    Event,
    kind="forms.carried_over",
    title="Form Carried Over",
    sentence="{actor} carried {form_title} of {person} over to version {version}",
    sentence_self="{actor} carried {form_title} over to version {version}",
):
    """`left` is how many answers no question of the version takes."""

    form: str
    form_title: str
    version: int
    left: int


def carry_over(acting: Acting, draft: Draft) -> Draft:
    """Let a draft go on with the version in use. Every answer that a question there takes is kept, with who
    gave it; what none takes stays beside the draft until it is handed in. Twice is once. Raises `Closed`."""
    acting = draft.form.opened_by(acting)
    with suppress(_InUse), acting.doing(CARRY_OVER, about=draft) as deed:
        demand_reach(acting, draft.form)
        current = locked(draft)
        newest = FormVersion.objects.newest_of(draft.form.slug)[0]
        if newest.pk == current.version_id:
            raise _InUse
        found = carrying.carried(current.version.schema, newest.schema, current.answers)
        current.version, current.answers, current.page = newest, found.answers, 1
        current.left = [*current.left, *map(list, found.left)]
        current.saved_at = deed.at
        current.save(update_fields=["version", "answers", "page", "left", "saved_at"])
        deed.record(
            CarriedOver(
                form=draft.form.slug,
                form_title=draft.form.title,
                version=newest.number,
                left=len(found.left),
            ),
            about=current,
        )
        return current
    return draft


class _InUse(Exception):
    """It goes by the version in use already."""
