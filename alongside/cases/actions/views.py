"""Keeping questions to the list of cases, for oneself or for everybody who searches."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q, QuerySet

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.cases.actions.working import NotNow
from alongside.cases.models import LONGEST_NAME, SEARCH, SavedView
from alongside.history.events import Event
from alongside.lib.compiled import compiled
from alongside.people.checking import Misfit

KEEP_VIEW = Power("cases.keep_view", Kind.STAFF, right=SEARCH)

# What of a question names nobody.
KEPT = ("type", "status", "stage", "subtype", "order")
MOST = 30  # of one keeper


class ViewKept(
    Event,
    kind="cases.view_kept",
    title="View of Cases Kept",
    sentence="{actor} kept a view of the list of cases",
    private=True,
):
    view: int
    shared: bool


class ViewDropped(
    Event,
    kind="cases.view_dropped",
    title="View of Cases Dropped",
    sentence="{actor} took away a view of the list of cases",
    private=True,
):
    view: int


def views_of(acting: Acting) -> list[SavedView]:
    """Those of whoever is signed in, and those of everybody."""
    return _views_of(acting.actor.id)


@compiled
def _views_of(keeper: int) -> QuerySet[SavedView]:
    return SavedView.objects.filter(Q(keeper=keeper) | Q(shared=True)).order_by("name", "pk")


def keep_view(acting: Acting, name: str, asked: Mapping[str, str], *, shared: bool) -> SavedView:
    """Keep a question under a name; the same name of the same keeper takes its place. Raises `Misfit`."""
    name = " ".join(name.split())
    kept = {field: asked[field] for field in KEPT if asked.get(field)}
    if not name or len(name) > LONGEST_NAME or "\x00" in name:
        raise Misfit({"name": f"Give it a name of at most {LONGEST_NAME} characters."})
    if not kept:
        raise Misfit({"name": "Choose a type, status, stage, subtype or order first: only these are kept."})
    with acting.doing(KEEP_VIEW) as deed:
        mine = SavedView.objects.filter(keeper=acting.actor.id)
        view = mine.filter(name__iexact=name).first()
        if view is None and mine.count() >= MOST:
            raise Misfit({"name": f"You keep {MOST} already. Take one away first."})
        view = view or SavedView(keeper_id=acting.actor.id)
        view.name, view.shared, view.asked = name, shared, kept
        view.save()
        deed.record(ViewKept(view=view.pk, shared=shared))
        return view


def drop_view(acting: Acting, number: int) -> None:
    """Take away a view of one's own. Raises `NotNow` for any other."""
    with acting.doing(KEEP_VIEW) as deed:
        if not SavedView.objects.filter(pk=number, keeper=acting.actor.id).delete()[0]:
            raise NotNow("It is not there, or it is somebody else's.")
        deed.record(ViewDropped(view=number))
