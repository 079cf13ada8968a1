"""A person's questions and the answers to them; whoever helps them asks on the same pages."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.assisting.authority import signed_in
from alongside.desk import actions as desk
from alongside.desk import queries
from alongside.desk.actions import enclosing, files
from alongside.desk.actions.enclosing import NoSuchFile
from alongside.desk.models import Conversation
from alongside.desk.said import thread_of
from alongside.lib import keyset
from alongside.lib.addresses import inside
from alongside.people.checking import Misfit
from alongside.people.http import Request
from alongside.portal.answers import see
from alongside.portal.carried import acts, carried
from alongside.portal.questions.inputs import MessageInput, QuestionInput
from alongside.ui.saving import sent_as_file

PAGE = 20  # conversations


@signed_in
@require_safe
def questions(request: Request) -> HttpResponse:
    """What was asked, the latest first; while helping, what falls in the agent's segments (spec 4.26)."""
    rows = Conversation.objects.of(request.acting)
    leaf = keyset.leaf(rows, ("-changed_at", "-pk"), size=PAGE, asked=request.GET)
    context = {"leaf": leaf, "outcomes": queries.outcomes(leaf.rows)}
    return render(request, "portal/questions/questions.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    acting = request.acting
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = QuestionInput(*sent, acting=acting)
    status = 200
    if acts(request):
        if form.is_valid():
            said = form.cleaned_data
            try:
                asked = desk.ask(
                    acting, form.chosen, text=said["text"], subject=said["subject"], files=said["attachments"]
                )
            except Misfit as misfit:
                _refuse(form, misfit)
            else:
                reference = asked.conversation.reference
                messages.success(request, f"We have your question. Its reference is {reference}.")
                return see(inside("portal:conversation", asked.conversation_id))
        status = 422
    context = {"form": form, "carried": carried(request)}
    return render(request, "portal/questions/new.html", context, status=status)


@signed_in
@require_safe
def conversation(request: Request, conversation_id: uuid.UUID) -> HttpResponse:
    return _page(request, _theirs(request, conversation_id), MessageInput())


@signed_in
@require_POST
def message(request: Request, conversation_id: uuid.UUID) -> HttpResponse:
    """Answer back: that is another question, in the same conversation."""
    found = _theirs(request, conversation_id)
    form = MessageInput(request.POST, request.FILES)
    if not acts(request):
        return _page(request, found, form)
    if form.is_valid():
        try:
            said = form.cleaned_data
            desk.ask_on(request.acting, found, text=said["text"], files=said["attachments"])
        except Misfit as misfit:
            _refuse(form, misfit)
        else:
            messages.success(request, "We have your message.")
            return see(inside("portal:conversation", found.pk))
    return _page(request, found, form, status=422)


@signed_in
@require_safe
def file(request: Request, conversation_id: uuid.UUID, number: uuid.UUID) -> HttpResponse:
    """Saved, never opened here."""
    try:
        found = files.fetch_own_file(request.acting, _theirs(request, conversation_id), number)
    except NoSuchFile:
        raise Http404 from None
    return sent_as_file(found.content, found.name, found.media_type)


def _theirs(request: Request, number: uuid.UUID) -> Conversation:
    found: Conversation | None = Conversation.objects.of(request.acting).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _refuse(form: forms.Form, misfit: Misfit) -> None:
    for name, error in misfit.errors.items():
        form.add_error(name if name in form.fields else None, error)


def _page(request: Request, found: Conversation, form: MessageInput, *, status: int = 200) -> HttpResponse:
    thread = thread_of(queries.asked_in(request.acting, found))
    context = {
        "conversation": found,
        "state": queries.outcomes([found]).get(found.pk),
        "thread": thread,
        "files": enclosing.files_of({one.answer.pk if one.answer else one.question.pk for one in thread}),
        "form": form,
        "carried": carried(request),
    }
    return render(request, "portal/questions/conversation.html", context, status=status)
