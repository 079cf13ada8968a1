"""Mailboxes of the desk: which there are, what is wrong with them, and one of them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.assisting.acting import Acting
from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.console.arranging.mailbox_input import MailboxInput
from alongside.desk import queries
from alongside.desk.actions import posting
from alongside.desk.actions.arranging import ARRANGE
from alongside.desk.actions.mailboxes import set_mailbox, try_mailbox
from alongside.desk.mail import imap
from alongside.desk.models import Mailbox
from alongside.people.checking import Misfit
from alongside.people.http import Request


@staff(ARRANGE)
@require_safe
def mailboxes(request: Request) -> HttpResponse:
    return render(request, "console/arranging/mailboxes.html", {"mailboxes": list(_own(request.acting))})


@staff(ARRANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    return _arrange(request, None)


@staff(ARRANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def mailbox(request: Request, mailbox_id: int) -> HttpResponse:
    found = next((one for one in _own(request.acting) if one.pk == mailbox_id), None)
    if found is None:
        raise Http404
    return _arrange(request, found)


@staff(ARRANGE)
@require_POST
def sending(request: Request, mailbox_id: int) -> HttpResponse:
    """Whether letters leave: one does, to whoever asks."""
    found = next((one for one in _own(request.acting) if one.pk == mailbox_id), None)
    if found is None:
        raise Http404
    try:
        messages.success(request, posting.try_sending(request.acting, found))
    except posting.NotSent as problem:
        messages.error(request, str(problem))
    return see_other("mailbox", mailbox_id=found.pk)


def _own(acting: Acting) -> list[Mailbox]:
    """Those of the segments that somebody arranges."""
    own = queries.segments_of(acting)
    rows = Mailbox.objects.select_related("topic", "segment").order_by("address")
    return list(rows if own is None else rows.filter(segment__in=own))


def _arrange(request: Request, found: Mailbox | None) -> HttpResponse:
    """Keep it, or only try what was typed: then it stays on the page, with what was found."""
    acting = request.acting
    form = MailboxInput(request.POST if request.method == "POST" else None, acting=acting, mailbox=found)
    tried = problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            if "try" in request.POST:
                tried = try_mailbox(acting, form.wanted, found)
            else:
                kept = set_mailbox(acting, form.wanted, mailbox=found)
                messages.success(request, f"{kept.address} is kept. It is read once a minute.")
                return see_other("mailboxes")
        except Misfit as misfit:
            form.refuse(misfit)
        except imap.Unreachable as why:
            problem = str(why)
    context = {"form": form, "mailbox": found, "tried": tried, "problem": problem}
    return render(
        request, "console/arranging/mailbox.html", context, status=422 if form.errors or problem else 200
    )
