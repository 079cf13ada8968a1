"""Who reaches a form: whoever is signed in, by their own groups; never by those of the person helped."""

from __future__ import annotations

from alongside.assisting.acting import Acting, Refused, record_refusal
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.forms.models import Form, FormVersion, FormVersionQuerySet
from alongside.lib.compiled import compiled

OPEN = Power("forms.open", Kind.CONTENT)


def open_form(acting: Acting, slug: str) -> FormVersion:
    """The version in use of a form, with its form. Nothing is written, but for a refusal.

    Raises `FormVersion.DoesNotExist`, also where the form was taken out of use, and `Refused` where it is
    secured to groups that the actor does not belong to (spec G5–G8).
    """
    version = _newest.first(slug)
    if version is None or version.form.retired_at is not None:
        raise FormVersion.DoesNotExist(slug)
    try:
        demand_reach(acting, version.form)
    except Refused as refusal:
        record_refusal(refusal)
        raise
    return version


@compiled
def _newest(slug: str) -> FormVersionQuerySet:
    """Without what it asks, which is read only if it is not known yet."""
    return FormVersion.objects.newest_of(slug).defer("definition")[:1]


def demand_reach(acting: Acting, form: Form) -> None:
    """Raises `Refused` where the actor does not reach the form, whoever is being helped."""
    verdict = acting.may(OPEN, about=form)
    if not verdict:
        raise Refused(acting, OPEN, verdict, None)
