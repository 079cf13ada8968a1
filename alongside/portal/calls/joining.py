"""The door of guests. Opening a link changes nothing: mail scanners and previews open links, too. Joining
is a POST, and confirms the terms of use (spec A7–A16; security.md T-25)."""

from __future__ import annotations

import re

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from alongside.assisting.authority import public
from alongside.assisting.rules import Verdict
from alongside.assisting.sentences import sentence
from alongside.calls import actions as calls
from alongside.calls.models import Invitation
from alongside.calls.options import Options
from alongside.calls.permissions import Kind
from alongside.lib.addresses import outside
from alongside.people.http import Request
from alongside.portal.answers import see
from alongside.portal.calls.taking import COOKIE, source

LONGEST_LINK = 200
_HAND_HELD = re.compile(r"\b(?:Mobi|Mobile|Android|iPhone|iPad)\b", re.IGNORECASE)
# Which answer says that a link lets nobody in: never been, not any more, or not just now.
_STATUS = {"link-unknown": 404, "no-guest-licence-free": 503, "terms-not-confirmed": 422}


class JoinInput(forms.Form):
    use_required_attribute = False
    name = forms.CharField(
        label="Your name",
        max_length=100,
        help_text="The others in the call see it.",
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": "Enter your name."},
    )
    terms = forms.BooleanField(
        label="I agree to these terms", error_messages={"required": "Agree to the terms to join the call."}
    )
    version = forms.CharField(widget=forms.HiddenInput, required=False, max_length=50)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: Request) -> HttpResponse:
    """What a link is for; a POST joins. The link stands in the query, which no log keeps."""
    token = request.GET.get("link", "")[:LONGEST_LINK]
    found, verdict = calls.look_at_link(token)
    if found is None or not verdict:
        return _refused(request, found, verdict)
    terms = Options.of(request.tenant.options)
    begin = {"name": found.guest_name, "version": terms.terms_version}
    form = JoinInput(request.POST if request.method == "POST" else None, initial=begin)
    if request.method != "POST" or not form.is_valid():
        return _page(request, found, token, form, terms)
    try:
        return _join(request, token, form)
    except calls.LinkRefused as refused:
        if refused.verdict.rule != "terms-not-confirmed":
            return _refused(request, found, refused.verdict)
    again = JoinInput({"name": form.cleaned_data["name"], "version": terms.terms_version})
    again.errors["terms"] = again.error_class(["The terms have changed meanwhile. Read them again."])
    return _page(request, found, token, again, terms)


def _join(request: Request, token: str, form: JoinInput) -> HttpResponse:
    hand_held = bool(_HAND_HELD.search(request.headers.get("User-Agent", "")))
    taking, secret = calls.join_by_link(
        token,
        form.cleaned_data["name"],
        terms=form.cleaned_data["version"],
        kind=Kind.GUEST_BROWSER if hand_held else Kind.GUEST_WEB,
        client="mobile_web" if hand_held else "web",
        source=source(request),
    )
    room = outside("calls:room", taking.call_id)
    answer = see(room)
    answer.set_cookie(
        COOKIE, secret, path=room, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
    return answer


def _page(request: Request, found: Invitation, token: str, form: JoinInput, terms: Options) -> HttpResponse:
    context = {
        "invitation": found,
        "inviter": found.made_by.name,
        "token": token,
        "form": form,
        "terms": terms,
    }
    answer = render(request, "portal/calls/join.html", context, status=422 if form.errors else 200)
    return _kept_nowhere(answer)


def _refused(request: Request, found: Invitation | None, verdict: Verdict) -> HttpResponse:
    if request.method != "HEAD":
        calls.note_refused(found, verdict, source(request))
    context = {"why": sentence(verdict.rule), "invitation": found, "rule": verdict.rule}
    status = _STATUS.get(verdict.rule, 410)
    return _kept_nowhere(render(request, "portal/calls/refused.html", context, status=status))


def _kept_nowhere(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    # "no-referrer" would take the origin from the POST, too, by which forgeries are told.
    answer["Referrer-Policy"] = "same-origin"
    answer["X-Robots-Tag"] = "noindex"
    return answer
