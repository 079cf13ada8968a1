"""What people can subscribe to."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.assisting.authority import staff
from alongside.console.answers import see_other
from alongside.console.mailings.inputs import ListForm
from alongside.mailings import actions
from alongside.mailings.actions import ARRANGE
from alongside.mailings.models import MailingList, Subscription
from alongside.people.checking import Misfit
from alongside.people.http import Request


@staff(ARRANGE)
@require_safe
def lists(request: Request) -> HttpResponse:
    """Every list, with how many are in which state on it."""
    rows = Subscription.objects.values_list("list", "state").annotate(Count("pk"))
    numbers = {(list, state): count for list, state, count in rows}
    context = {"lists": MailingList.objects.by_name(), "numbers": numbers}
    return render(request, "console/mailings/lists.html", context)


@staff(ARRANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    return _edit(request, None)


@staff(ARRANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, number: int) -> HttpResponse:
    return _edit(request, numbered(number))


@staff(ARRANGE)
@require_POST
def close(request: Request, number: int) -> HttpResponse:
    found = numbered(number)
    try:
        actions.close(request.acting, found)
    except actions.InUse:
        messages.error(request, f"Something is being sent to “{found.name}”: cancel that first.")
    else:
        messages.success(request, f"“{found.name}” is closed: nobody sees it, and nothing is sent to it.")
    return see_other("mailing_list", number=number)


@staff(ARRANGE)
@require_POST
def open_again(request: Request, number: int) -> HttpResponse:
    found = numbered(number)
    actions.open_again(request.acting, found)
    messages.success(request, f"“{found.name}” is open again, with those who were on it.")
    return see_other("mailing_list", number=number)


def numbered(number: int) -> MailingList:
    found: MailingList | None = MailingList.objects.filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _edit(request: Request, list: MailingList | None) -> HttpResponse:
    form = ListForm(request.POST if request.method == "POST" else None, list=list)
    if request.method == "POST" and form.is_valid():
        try:
            kept = actions.arrange(request.acting, form.wanted(), list=list)
        except Misfit as problem:
            form.refuse(problem)
        else:
            messages.success(request, f"“{kept.name}” is as you said.")
            return see_other("mailing_lists")
    context: dict[str, object] = {"form": form, "list": numbered(list.pk) if list else None}
    if list is not None:
        states = Subscription.objects.filter(list=list).values_list("state").annotate(Count("pk"))
        context["people"] = dict(states)
    return render(request, "console/mailings/list.html", context, status=422 if form.errors else 200)
