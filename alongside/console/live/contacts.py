"""The list of contacts: colleagues with who is there, teams, and the phonebook; and what rings (A19–A24)."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.calls import actions as calls
from alongside.calls import queries
from alongside.calls.actions.making import CREATE_CONFERENCE
from alongside.calls.actions.phonebook import CALL, EDIT_PHONEBOOK, Listed
from alongside.calls.models import Delivery, PhonebookEntry
from alongside.calls.powers import OUTSIDE
from alongside.console.answers import see_other
from alongside.console.live.doors import expert
from alongside.console.live.inviting import told
from alongside.console.live.page import draw_call
from alongside.interactions.sending import sender
from alongside.lib.addresses import outside
from alongside.people.checking import Misfit
from alongside.people.http import Request

MOST_ENTRIES = 500  # on the page


class EntryInput(forms.Form):
    use_required_attribute = False
    name = forms.CharField(label="Name", max_length=100, error_messages={"required": "Enter a name."})
    email = forms.CharField(label="E-mail", max_length=254, required=False)
    telephone = forms.CharField(label="Telephone", max_length=40, required=False)
    note = forms.CharField(label="Note", max_length=200, required=False)


@expert(CALL)
@require_safe
def contacts(request: Request) -> HttpResponse:
    return _draw(request)


@expert(CALL)
@require_POST
def call(request: Request) -> HttpResponse:
    """Call one colleague, or everybody of a team; it rings there, and one is in the call oneself."""
    said = request.POST
    everybody = {str(one.person.pk): one for one in queries.near(request.acting.actor.id)}
    chosen = [everybody[one].person for one in said.getlist("person") if one in everybody]
    chosen += [one.person for one in everybody.values() if said.get("team") in one.teams]
    try:
        made = calls.call_contacts(request.acting, chosen, said.get("title") or _title(request))
    except Misfit as misfit:
        messages.error(request, " ".join(misfit.errors.values()))
        return see_other("live_contacts")
    calls.join(request.acting, made)
    answer = HttpResponse(status=303)
    answer["Location"] = outside("calls:room", made.pk)
    return answer


@expert(CREATE_CONFERENCE)
@require_POST
def invite(request: Request, entry_id: uuid.UUID) -> HttpResponse:
    """A call with somebody of the phonebook, to whom its link goes: by e-mail, or as a text message, or,
    where neither can be sent, by hand."""
    found = PhonebookEntry.objects.filter(pk=entry_id).first()
    if found is None:
        raise Http404
    made = calls.create_conference(request.acting, f"Call with {found.name}")
    delivery, address = Delivery.LINK, ""
    if found.email:
        delivery, address = Delivery.EMAIL, found.email
    elif found.telephone and sender() is not None:
        delivery, address = Delivery.SMS, found.telephone
    invitation, token = calls.invite(request.acting, made, delivery, address=address, name=found.name)
    return draw_call(request, made, link=told(request, invitation, token))


@expert(EDIT_PHONEBOOK)
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: Request, entry_id: uuid.UUID | None = None) -> HttpResponse:
    """A new entry of the phonebook, or one that is changed."""
    found = None
    if entry_id is not None:
        found = PhonebookEntry.objects.filter(pk=entry_id).first()
        if found is None:
            raise Http404
    begin = {name: getattr(found, name) for name in EntryInput.base_fields} if found else {}
    form = EntryInput(request.POST if request.method == "POST" else None, initial=begin)
    if request.method == "POST" and form.is_valid():
        try:
            listed = Listed(**form.cleaned_data)
            if found is None:
                calls.add_contact(request.acting, listed)
            else:
                calls.change_contact(request.acting, found.pk, listed)
        except Misfit as misfit:
            for name, problem in misfit.errors.items():
                form.add_error(name, problem)
        else:
            messages.success(request, "The phonebook was changed.")
            return see_other("live_contacts")
    context = {"form": form, "entry": found}
    return render(request, "console/live/entry.html", context, status=422 if form.errors else 200)


@expert(EDIT_PHONEBOOK)
@require_POST
def remove(request: Request, entry_id: uuid.UUID) -> HttpResponse:
    try:
        calls.remove_contact(request.acting, entry_id)
    except PhonebookEntry.DoesNotExist:
        raise Http404 from None
    messages.success(request, "The entry was removed.")
    return see_other("live_contacts")


@expert(OUTSIDE)
@require_POST
def ringing(request: Request) -> HttpResponse:
    """What rings at the actor's now. A page of theirs asks every few seconds, and so they are there."""
    calls.note_near(request.acting.actor.id)
    rings = [
        {
            "id": str(one.pk),
            "title": one.title,
            "by": one.organiser.name,
            "url": outside("calls:room", one.pk),
        }
        for one in queries.ringing(request.acting.actor.id)
    ]
    answer = JsonResponse({"calls": rings})
    answer["Cache-Control"] = "no-store"
    return answer


def _draw(request: Request) -> HttpResponse:
    found = queries.near(request.acting.actor.id)
    context = {
        "contacts": found,
        "teams": sorted({team for one in found for team in one.teams}),
        "entries": list(PhonebookEntry.objects.order_by("name", "pk")[:MOST_ENTRIES]),
        "may": {
            "edit": bool(request.acting.may(EDIT_PHONEBOOK)),
            "make": bool(request.acting.may(CREATE_CONFERENCE)),
        },
    }
    return render(request, "console/live/contacts.html", context)


def _title(request: Request) -> str:
    return f"Call of {request.acting.actor.name}"[:200]
