"""Coming back to a saved form by a link: asking for one, and using it."""

from __future__ import annotations

import uuid

from allauth.core.internal import ratelimit
from allauth.mfa.utils import is_mfa_enabled
from django import forms as django
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from alongside.assisting.acting import Acting
from alongside.assisting.authority import public, signed_in
from alongside.assisting.confining import confine
from alongside.assisting.middleware import source
from alongside.forms.actions.drafting import Closed
from alongside.forms.actions.linking import LinkAgain, LinkDead, ask_link, ask_links, look_at_link, use_link
from alongside.forms.models import Draft, DraftLink
from alongside.lib.addresses import inside, outside
from alongside.people import actions as people
from alongside.people.http import Request
from alongside.people.models import Person
from alongside.portal.answers import see
from alongside.portal.forms.finding import address, unfinished_draft_of

pages = require_http_methods(["GET", "HEAD", "POST"])

# A whole library may ask from one address; a program that tries addresses is stopped.
RATES = {"link": "20/h/ip"}
LONGEST = 100
ON_ITS_WAY = "If there is something saved under this address, links are on their way. Look into your inbox."


class AddressInput(django.Form):
    use_required_attribute = False
    email = django.EmailField(
        label="E-mail address",
        help_text="The one that we have for you.",
        max_length=254,
        widget=django.EmailInput({"autocomplete": "email"}),
        error_messages={"required": "Give the e-mail address that we have for you."},
    )


@public
@pages
def links(request: Request) -> HttpResponse:
    """Have links to what one has begun sent to one's own address; all addresses get the same answer."""
    form = AddressInput(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            if ratelimit.consume(request, app="forms", action="link", config=RATES):
                house = Acting.alone(people.system(request.tenant), source(request))
                ask_links(house, form.cleaned_data["email"])
                messages.success(request, ON_ITS_WAY)
                return see(inside("portal:links"))
            status = 429
            form.add_error(None, "These were many addresses within an hour. Try again in a while.")
    return _kept_nowhere(render(request, "portal/forms/links.html", {"form": form}, status=status))


@public
@pages
def link(request: Request) -> HttpResponse:
    """What a link opens. Opening it changes nothing; the button uses it."""
    secret = request.GET.get("link", "")[:LONGEST]
    try:
        found = look_at_link(secret)
        if _is_somebody_elses(request, found):
            return _drawn(request, "somebody", status=409)
        if request.method != "POST":
            return _drawn(request, "", found=found, secret=secret)
        draft = use_link(secret, lambda person: Acting.alone(person, source(request)))
    except (LinkDead, Closed):
        return _drawn(request, "dead", status=410)
    _sign_in(request, draft)
    return see(outside("portal:draft", draft.form.slug, draft.pk, draft.page))


@signed_in
@require_POST
def ask(request: Request, slug: str, draft_id: uuid.UUID) -> HttpResponse:
    """Have a link sent to whom the form belongs to."""
    draft = unfinished_draft_of(request, slug, draft_id)
    try:
        ask_link(request.acting, draft)
    except LinkAgain as again:
        messages.warning(request, str(again))
    except Closed:
        messages.warning(request, "This form is not waiting any more, so no link was sent.")
    else:
        whose = "your" if draft.person_id == request.acting.actor.id else f"{request.acting.person.name}’s"
        messages.success(
            request,
            f"A link to {draft.form.title} goes to {whose} e-mail address, if there is one that can be used.",
        )
    return see(address(draft.form, "account"))


def _sign_in(request: Request, draft: Draft) -> None:
    """As the person, for this form alone; whoever has a second factor signs in as always."""
    person: Person = draft.person
    if _who(request) or is_mfa_enabled(person):
        return
    login(request, person)
    here = outside("portal:form", draft.form.slug)
    confine(request, [f"{here}drafts/{draft.pk}/", outside("account_logout")])


def _is_somebody_elses(request: Request, found: DraftLink) -> bool:
    """Whether somebody else is signed in, who has to sign out first: nobody becomes somebody else here."""
    acting = _who(request)
    return acting is not None and acting.actor.id != found.draft.person_id


def _who(request: Request) -> Acting | None:
    """Whoever is signed in, for more than one form."""
    return getattr(request, "acting", None)


def _drawn(
    request: Request, why: str, *, found: DraftLink | None = None, secret: str = "", status: int = 200
) -> HttpResponse:
    context = {"why": why, "draft": found.draft if found else None, "secret": secret}
    return _kept_nowhere(render(request, "portal/forms/link.html", context, status=status))


def _kept_nowhere(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    # "no-referrer" would take the origin from the POST, too, by which forgeries are told.
    answer["Referrer-Policy"] = "same-origin"
    answer["X-Robots-Tag"] = "noindex"
    return answer
