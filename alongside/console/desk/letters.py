"""Letters that were set aside, and e-mails that did not arrive: somebody looks through them."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.desk import actions as desk
from alongside.desk.actions import aside, posting
from alongside.desk.actions.arranging import ARRANGE
from alongside.desk.actions.aside import LOOK_THROUGH
from alongside.desk.actions.letters import Gone, raw_of
from alongside.desk.mail import reading
from alongside.desk.models import COPY, Letter, Post
from alongside.lib import keyset
from alongside.people.http import Request

PAGE = 30


@staff(LOOK_THROUGH)
@require_safe
def letters(request: Request) -> HttpResponse:
    rows = Letter.objects.seen_by(request.acting).set_aside().select_related("mailbox")
    leaf = keyset.leaf(rows, ("-received_at", "pk"), size=PAGE, asked=request.GET)
    return render(request, "console/desk/letters.html", {"leaf": leaf})


@staff(LOOK_THROUGH)
@require_safe
def letter(request: Request, letter_id: uuid.UUID) -> HttpResponse:
    """One letter as it reads; its bytes were cleaned of everything but words."""
    found = _letter(request, letter_id)
    try:
        read = reading.read(raw_of(found))
    except Gone:
        read = None
    context = {"letter": found, "read": read, "can_be_filed": read is not None and found.sort != COPY}
    return render(request, "console/desk/letter.html", context)


@staff(LOOK_THROUGH)
@require_POST
def release(request: Request, letter_id: uuid.UUID) -> HttpResponse:
    found = _letter(request, letter_id)
    try:
        filed = aside.release(request.acting, found)
    except desk.NotNow as problem:
        messages.error(request, str(problem))
        return see_other("letters")
    messages.success(request, "It is a question now, in its place in the queue.")
    return see_other("question", question_id=filed.question_id)


@staff(LOOK_THROUGH)
@require_POST
def remove(request: Request, letter_id: uuid.UUID) -> HttpResponse:
    try:
        aside.empty(request.acting, _letter(request, letter_id))
    except desk.NotNow as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "The letter is deleted.")
    return see_other("letters")


@staff(ARRANGE)
@require_safe
def posts(request: Request) -> HttpResponse:
    """What did not arrive, or perhaps did."""
    rows = Post.objects.seen_by(request.acting).not_arrived().select_related("mailbox", "conversation")
    leaf = keyset.leaf(rows, ("-made_at", "-pk"), size=PAGE, asked=request.GET)
    return render(request, "console/desk/posts.html", {"leaf": leaf})


@staff(ARRANGE)
@require_POST
def again(request: Request, post_id: uuid.UUID) -> HttpResponse:
    rows = Post.objects.seen_by(request.acting).select_related("conversation__person")
    found = rows.filter(pk=post_id).first()
    if found is None:
        raise Http404
    try:
        posting.send_again(request.acting, found)
    except desk.NotNow as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "It is sent again within a minute.")
    return see_other("posts")


def _letter(request: Request, number: uuid.UUID) -> Letter:
    rows = Letter.objects.seen_by(request.acting).set_aside().select_related("mailbox")
    found: Letter | None = rows.filter(pk=number).first()
    if found is None:
        raise Http404
    return found
