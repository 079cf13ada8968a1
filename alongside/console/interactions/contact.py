"""One contact: what it is about, who has it, when to call back, and how it ended."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, fields

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.console.assistances.answers import back
from alongside.console.interactions.inputs import CallBackInput, CloseInput, DescribeInput, HandOverInput
from alongside.console.interactions.own import already, own
from alongside.console.interactions.panel import Line
from alongside.interactions import actions, queries
from alongside.interactions.actions import (
    ACCEPT,
    CALL_BACK,
    CLOSE,
    DECLINE,
    DESCRIBE,
    HAND_OVER,
    RECORD,
    AnsweredAlready,
    Misdescribed,
    NotForThem,
    Unfit,
)
from alongside.interactions.actions.finishing import others_of
from alongside.interactions.choices import wrap_up_label
from alongside.interactions.models import CallBack, HandOver, HandOverState, Interaction
from alongside.interactions.services import label_of
from alongside.lib.addresses import inside
from alongside.people.http import Request


@dataclass
class Sent:
    """The forms of the page that were sent and did not fit; the others are made anew."""

    describe: DescribeInput | None = None
    finish: CloseInput | None = None
    passing: HandOverInput | None = None
    calling: CallBackInput | None = None


@staff(RECORD)
@require_safe
def contact(request: Request, interaction_id: uuid.UUID) -> HttpResponse:
    return _page(request, own(request, interaction_id))


@staff(DESCRIBE)
@require_POST
def describe(request: Request, interaction_id: uuid.UUID) -> HttpResponse:
    mine = own(request, interaction_id)
    form = DescribeInput(request.POST, contact=mine, others=others_of(mine), options=request.tenant.options)
    if form.is_valid():
        try:
            actions.describe(request.acting, mine, services=form.services(), note=form.cleaned_data["note"])
            messages.success(request, "It is noted.")
            return see_other("contact", interaction_id=mine.pk)
        except Misdescribed as problem:
            form.refuse(problem)
        except Unfit as problem:
            return _too_late(request, problem)
    return _page(request, mine, Sent(describe=form), status=422)


@staff(CLOSE)
@require_POST
def close(request: Request, interaction_id: uuid.UUID) -> HttpResponse:
    """Finish it; from a list without a word, where none is required."""
    mine = own(request, interaction_id)
    form = CloseInput(request.POST, options=request.tenant.options)
    if form.is_valid():
        ended = form.cleaned_data["wrap_up"] if "wrap_up" in request.POST else None
        try:
            actions.close(request.acting, mine, wrap_up=ended, note=form.cleaned_data["note"])
        except Misdescribed as problem:
            form.refuse(problem)
        except Unfit:
            messages.info(request, "That contact was closed already.")
            return back(request, otherwise=inside("console:interactions"))
        else:
            messages.success(request, "The contact is closed.")
            if "wrap_up" in request.POST:
                return see_other("interactions")
            return back(request, otherwise=inside("console:interactions"))
    return _page(request, mine, Sent(finish=form), status=422)


@staff(HAND_OVER)
@require_POST
def hand_over(request: Request, interaction_id: uuid.UUID) -> HttpResponse:
    """To a colleague of the staff groups; anybody else is not on the list, and refused (spec G55)."""
    mine = own(request, interaction_id)
    colleagues = {str(one.pk): one for one in queries.colleagues(request.acting.actor)}
    form = HandOverInput(request.POST, colleagues=colleagues.values())
    if form.is_valid():
        colleague = colleagues[form.cleaned_data["colleague"]]
        try:
            actions.hand_over(request.acting, mine, colleague, note=form.cleaned_data["note"])
            messages.success(request, f"{colleague.name} has the contact now.")
            return see_other("day")
        except NotForThem:
            form.add_error("colleague", "They take over no contacts any more.")
        except Misdescribed as problem:
            form.refuse(problem)
        except Unfit as problem:
            return _too_late(request, problem)
    return _page(request, mine, Sent(passing=form), status=422)


@staff(ACCEPT)
@require_POST
def accept(request: Request, interaction_id: uuid.UUID) -> HttpResponse:
    mine = own(request, interaction_id)
    try:
        actions.accept(request.acting, mine)
        messages.success(request, "The contact is yours. Resume it to go on.")
    except (AnsweredAlready, Unfit):
        messages.info(request, "That contact was answered already.")
    return see_other("contact", interaction_id=mine.pk)


@staff(DECLINE)
@require_POST
def decline(request: Request, interaction_id: uuid.UUID) -> HttpResponse:
    try:
        actions.decline(request.acting, own(request, interaction_id), why=request.POST.get("why", ""))
        messages.success(request, "You gave the contact back.")
    except (AnsweredAlready, Unfit):
        messages.info(request, "That contact was answered already, and is yours.")
    return see_other("day")


@staff(CALL_BACK)
@require_POST
def call_back(request: Request, interaction_id: uuid.UUID) -> HttpResponse:
    mine = own(request, interaction_id)
    form = CallBackInput(request.POST, options=request.tenant.options)
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.promise(request.acting, mine, due_at=said["due_at"], note=said["note"])
            messages.success(request, "You are reminded when it is time.")
            return see_other("contact", interaction_id=mine.pk)
        except Misdescribed as problem:
            form.refuse(problem)
    return _page(request, mine, Sent(calling=form), status=422)


def _page(
    request: Request, mine: Interaction, sent: Sent | None = None, *, status: int = 200
) -> HttpResponse:
    sent, options = sent or Sent(), request.tenant.options
    shown: Interaction = Interaction.objects.with_people().get(pk=mine.pk)
    others = others_of(mine)
    passed = list(
        HandOver.objects.filter(interaction=mine).select_related("giver", "taker").order_by("at", "pk")
    )
    wrong = [form for one in fields(sent) if (form := getattr(sent, one.name)) is not None]
    context = {
        "line": Line.of(shown, options),
        "services": ", ".join(label_of(one, options) for one in [shown.service, *others]),
        "wrap_up": wrap_up_label(shown.wrap_up, options) if not shown.is_open else "",
        "wrong": wrong[0] if wrong else None,
        "describe": sent.describe or DescribeInput(contact=shown, others=others, options=options),
        "finish": sent.finish or CloseInput(options=options, present=shown.wrap_up),
        "passing": sent.passing or HandOverInput(colleagues=queries.colleagues(request.acting.actor)),
        "calling": sent.calling or CallBackInput(options=options),
        "passed": passed,
        "offered": next((one for one in passed if one.state == HandOverState.OFFERED), None),
        "call_backs": list(CallBack.objects.open().filter(interaction=mine).order_by("due_at", "pk")),
    }
    return render(request, "console/interactions/contact.html", context, status=status)


def _too_late(request: Request, problem: Unfit) -> HttpResponse:
    messages.warning(request, already(problem.interaction))
    return see_other("contact", interaction_id=problem.interaction.pk)
