"""One question with its conversation, and what is done to it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import suppress

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from alongside.assisting.acting import Refused, recording_refusals
from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.console.cases import origins
from alongside.console.desk import page
from alongside.console.desk.deeds import Deed
from alongside.console.desk.inputs import DeedInput
from alongside.console.live import about
from alongside.desk import actions as desk
from alongside.desk import queries
from alongside.desk.actions import enclosing, files
from alongside.desk.actions.seeing import VIEW
from alongside.desk.models import Question
from alongside.desk.said import thread_of
from alongside.history.watching import number_of_last
from alongside.knowledge import queries as knowledge
from alongside.lib import clock
from alongside.people.checking import Misfit
from alongside.people.http import Request

OTHERS = 6  # questions of the same person


@staff(VIEW)
@require_safe
def question(request: Request, question_id: uuid.UUID) -> HttpResponse:
    return _page(request, opened(request, question_id))


def opened(request: Request, question_id: uuid.UUID) -> Question:
    """The question; one of another segment looks like one that never was."""
    try:
        return desk.view_question(request.acting, question_id)
    except (Question.DoesNotExist, Refused):
        raise Http404 from None


def view_of(deed: Deed) -> Callable[..., HttpResponse]:
    """The view of one deed."""

    @staff(VIEW)
    @require_POST
    def do(request: Request, question_id: uuid.UUID) -> HttpResponse:
        return _do(request, opened(request, question_id), deed)

    return do


def _do(request: Request, found: Question, deed: Deed) -> HttpResponse:
    acting = request.acting
    form = deed.form(request.POST, acting=acting, question=found) if deed.form else None
    fits, verdict = form is None or form.is_valid(), acting.may(deed.power, about=found)
    if not fits and verdict:
        return _page(request, found, sent=form, status=422)
    try:
        with recording_refusals():
            if not fits:  # whoever may not do it at all is told that, not what is wrong with their words
                raise Refused(acting, deed.power, verdict, None)
            if deed.writes and request.FILES:
                files.attach(acting, found, request.FILES.getlist("files"))
            deed.do(acting, found, form)
    except Refused as refusal:
        return _kept(request, found, deed, form, page.reason(refusal.verdict), 403)
    except desk.NotNow as problem:
        return _kept(request, found, deed, form, str(problem), 409)
    except Misfit as misfit:
        if "files" in misfit.errors:
            return _kept(request, found, deed, form, misfit.errors["files"], 422)
        assert form is not None  # noqa: S101 (only what was typed can misfit)
        form.refuse(misfit)
        return _page(request, found, sent=form, status=422)
    messages.success(request, deed.done)
    if deed.stays and acting.may(VIEW, about=_again(found)):
        return see_other("question", question_id=found.pk)
    return see_other("desk")


def _kept(
    request: Request, found: Question, deed: Deed, form: DeedInput | None, problem: str, status: int
) -> HttpResponse:
    """What could not be done, and why; an answer that was written for it is kept as a draft."""
    kept = keep_typed(request, found) if deed.writes else ""
    return _page(request, _again(found), sent=form, problem=problem, kept=kept, status=status)


def keep_typed(request: Request, found: Question) -> str:
    """Keep what was typed on the page as a draft; what was kept, which is nothing where it cannot be."""
    text = request.POST.get("text", "")
    if text.strip():
        with suppress(Refused, Misfit):
            return text if desk.keep_draft(request.acting, found, text) is not None else ""
    return ""


def _again(found: Question) -> Question:
    read: Question = Question.objects.for_a_page().get(pk=found.pk)
    return read


def _page(
    request: Request,
    found: Question,
    *,
    sent: DeedInput | None = None,
    problem: str = "",
    kept: str = "",
    status: int = 200,
) -> HttpResponse:
    acting = request.acting
    offers, withheld = page.offers(acting, found, sent)
    seen = Question.objects.seen_by(acting)
    thread = thread_of(seen.filter(conversation=found.conversation_id))
    proposals = page.proposals(acting, found)
    writes = bool(page.WRITES & offers.keys())
    context = {
        "question": found,
        "conversation": found.conversation,
        "person": found.conversation.person,
        "now": clock.now(),
        "offers": offers,
        "withheld": withheld,
        "sent": sent,
        "problem": problem,
        "kept": kept,
        "stock": queries.stock_answers([found.segment_id]) if writes else [],
        "articles": knowledge.suggested(None, f"{found.conversation.subject} {found.text}") if writes else [],
        "draft": desk.draft_of(acting, found),
        "writing": page.writing(acting, found),
        "number": number_of_last(found),
        "proposals": proposals,
        "writes": writes,
        "experts": page.experts(acting, found),
        "attached": enclosing.attached_by(acting, found),
        "thread": thread,
        "files": enclosing.files_of(
            {one.answer.pk if one.answer else one.question.pk for one in thread}
            | {one.pk for one in proposals}
        ),
        "spoken": about.calls_about(acting, found),
        "raised": origins.raised_from(acting, found),
        "raising": origins.raising_address(found, found.conversation.person, acting),
        "others": queries.others_of(acting, found.conversation, OTHERS),
    }
    return render(request, "console/desk/question.html", context, status=status)
