"""The merges there are: what awaits approval, what was merged, and undoing it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from alongside.assisting.acting import Acting, Refused
from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.console.merging.inputs import Declining, Undoing
from alongside.console.merging.lines import accounts, going_along, lines
from alongside.people import actions as people
from alongside.people.actions.merges import APPROVE_MERGE, MERGE
from alongside.people.http import Request
from alongside.people.merging.rules import TOLD
from alongside.people.models import Merge, MergeState


@staff(MERGE)
@require_safe
def merges(request: Request) -> HttpResponse:
    """What awaits approval, and the latest merges, of people whom the agent sees."""
    waiting, decided = people.see_merges(request.acting, request.GET)
    return render(request, "console/merging/merges.html", {"waiting": waiting, "decided": decided})


@staff(MERGE)
@require_safe
def merge(request: Request, merge: uuid.UUID) -> HttpResponse:
    """One merge. A proposal shows both records, which is a look at each of them."""
    found = _seen(request.acting, merge)
    people.view_details(request.acting, found.kept)
    if found.is_proposed:
        people.view_details(request.acting, found.absorbed)
    return _page(request, found)


@staff(APPROVE_MERGE)
@require_POST
def approve(request: Request, merge: uuid.UUID) -> HttpResponse:
    found = _seen(request.acting, merge)
    try:
        people.approve_merge(request.acting, found)
    except Refused as refusal:
        return _refused(request, refusal, found)
    except people.Misfit as misfit:
        messages.error(request, " ".join(misfit.errors.values()))
        return see_other("merge", merge=found.pk)
    messages.success(request, f"The two records are one now: that of {found.kept.name}.")
    return see_other("person", person=found.kept_id)


@staff(MERGE)
@require_POST
def decline(request: Request, merge: uuid.UUID) -> HttpResponse:
    """Leave both as they are; whoever proposed it takes it back."""
    found = _seen(request.acting, merge)
    form = Declining(request.POST)
    if not form.is_valid():
        return _page(request, found, declining=form, status=422)
    try:
        people.decline_merge(request.acting, found, reason=form.cleaned_data["reason"])
    except Refused as refusal:
        return _refused(request, refusal, found)
    messages.success(request, "Both records stay as they are.")
    return see_other("merges")


@staff(MERGE)
@require_POST
def undo(request: Request, merge: uuid.UUID) -> HttpResponse:
    found = _seen(request.acting, merge)
    form = Undoing(request.POST)
    if not form.is_valid():
        return _page(request, found, undoing=form, status=422)
    try:
        people.undo_merge(request.acting, found, reason=form.cleaned_data["reason"])
    except Refused as refusal:
        return _refused(request, refusal, found)
    messages.success(request, f"{found.kept.name} and {found.absorbed.name} are two records again.")
    return see_other("merge", merge=found.pk)


def _seen(acting: Acting, number: uuid.UUID) -> Merge:
    """A merge of people whom the agent sees; any other is not found."""
    found: Merge | None = people.merges_seen_by(acting).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _refused(request: Request, refusal: Refused, merge: Merge) -> HttpResponse:
    """What can be told of a refusal is told on the merge's own page."""
    if refusal.verdict.rule not in TOLD:
        raise refusal
    messages.error(request, TOLD[refusal.verdict.rule])
    return see_other("merge", merge=merge.pk)


def _page(
    request: Request,
    merge: Merge,
    *,
    declining: Declining | None = None,
    undoing: Undoing | None = None,
    status: int = 200,
) -> HttpResponse:
    acting, kept, absorbed = request.acting, merge.kept, merge.absorbed
    undoable = people.undoing_verdict(acting, merge) if merge.is_merged else None
    context = {
        "merge": merge,
        "lines": lines(acting, kept, absorbed, merge.choices) if merge.is_proposed else [],
        "accounts": accounts(kept, absorbed),
        "going": going_along(absorbed) if merge.is_proposed else [],
        "mine": merge.proposed_by_id == acting.actor.id,
        "approves": APPROVE_MERGE.right in acting.actor.standing.rights,
        "declining": declining or Declining(),
        "undoing": undoing or Undoing(),
        "undoable": bool(undoable),
        "why_not": "" if undoable is None else TOLD.get(undoable.rule, "You may not undo this."),
        "later": list(Merge.objects.later_than(merge).with_people()[:1]) if merge.is_merged else [],
        "states": {
            MergeState.PROPOSED: "wait",
            MergeState.MERGED: "good",
            MergeState.DECLINED: "plain",
            MergeState.UNDONE: "warn",
        },
    }
    return render(request, "console/merging/merge.html", context, status=status)
