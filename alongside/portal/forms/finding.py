"""Finding what an address names, for whomever the page is for. What is not theirs is not found."""

from __future__ import annotations

import uuid

from django.http import Http404
from django.urls import reverse

from alongside.forms import actions as forms
from alongside.forms.models import Draft, Form, FormVersion
from alongside.lib.addresses import outside
from alongside.people.http import Request


def version_of(request: Request, slug: str) -> FormVersion:
    """The version in use. Raises `Refused` where the form is secured: which looks like not found."""
    try:
        version = forms.open_form(request.acting, slug)
    except FormVersion.DoesNotExist:
        raise Http404 from None
    _open(request, version.form)
    return version


def draft_of(request: Request, slug: str, draft_id: uuid.UUID) -> Draft:
    """A draft, unfinished or not. Below the mount an agent also has their own of such forms as are not
    filled in for others."""
    acting = request.acting
    named = Draft.objects.with_version().filter(pk=draft_id, form__slug=slug)
    found = named.of(acting).first()
    if found is None and acting.helping:
        found = named.of(acting.as_oneself()).filter(form__assist_enabled=False).first()
    if found is None:
        raise Http404
    _open(request, found.form)
    return found


def unfinished_draft_of(request: Request, slug: str, draft_id: uuid.UUID) -> Draft:
    """The same, where what was thrown away is gone."""
    found = draft_of(request, slug, draft_id)
    if found.discarded_at is not None:
        raise Http404
    return found


def address(form: Form, name: str, *args: object) -> str:
    """The address of a page about what was filled in: the agent's own page, where the form is theirs."""
    return reverse(f"portal:{name}", args=args) if form.assist_enabled else outside(f"portal:{name}", *args)


def _open(request: Request, form: Form) -> None:
    """From here on the request acts as whoever opens this form does, and the band says so (spec 4.9)."""
    request.acting = form.opened_by(request.acting)
