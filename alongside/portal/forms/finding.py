"""Finding what an address names, for whomever the page is for. What is not theirs is not found."""

from __future__ import annotations

import uuid

from django.db.models import Exists, OuterRef
from django.http import Http404

from alongside.assisting.acting import Acting
from alongside.forms import actions as forms
from alongside.forms.models import Draft, DraftQuerySet, Form, FormVersion, Whose
from alongside.lib.addresses import inside, outside
from alongside.lib.compiled import compiled
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
    found = _draft.first(draft_id, slug, *Whose.of(acting))
    if found is None and acting.helping:
        found = _draft.first(draft_id, slug, *Whose.of(acting.as_oneself()))
        if found is not None and found.form.assist_enabled:
            found = None
    if found is None:
        raise Http404
    _open(request, found.form)
    return found


@compiled
def _draft(
    draft: uuid.UUID,
    slug: str,
    person: int,
    sitting: uuid.UUID | None,
    groups: tuple[int, ...],
    helping: bool,
) -> DraftQuerySet:
    later = FormVersion.objects.filter(form=OuterRef("form"), number__gt=OuterRef("version__number"))
    named = Draft.objects.with_version().filter(pk=draft, form__slug=slug).annotate(overtaken=Exists(later))
    return named.seen(Whose(person, sitting, groups, helping))


def waiting_draft_of(acting: Acting, form: Form) -> Draft | None:
    """The form as somebody saved it last, where it is not finished."""
    return _waiting.first(form.pk, *Whose.of(acting))


@compiled
def _waiting(
    form: int, person: int, sitting: uuid.UUID | None, groups: tuple[int, ...], helping: bool
) -> DraftQuerySet:
    theirs = Draft.objects.seen(Whose(person, sitting, groups, helping))
    return theirs.unfinished().filter(form=form).latest_first()[:1]


def is_overtaken(draft: Draft | None) -> bool:
    """Whether another version of its form is in use by now; of a draft that was found here."""
    return bool(getattr(draft, "overtaken", False))


def unfinished_draft_of(request: Request, slug: str, draft_id: uuid.UUID) -> Draft:
    """The same, where what was thrown away is gone."""
    found = draft_of(request, slug, draft_id)
    if found.discarded_at is not None:
        raise Http404
    return found


def address(form: Form, name: str, *args: object) -> str:
    """The address of a page about what was filled in: the agent's own page, where the form is theirs."""
    return inside(f"portal:{name}", *args) if form.assist_enabled else outside(f"portal:{name}", *args)


def _open(request: Request, form: Form) -> None:
    """From here on the request acts as whoever opens this form does, and the band says so (spec 4.9)."""
    request.acting = form.opened_by(request.acting)
