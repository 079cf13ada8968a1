"""Putting a form, or a new version of one, into use."""

from __future__ import annotations

from collections.abc import Iterable

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.forms import parsing
from alongside.forms.models import Form, FormGroup, FormVersion
from alongside.history.events import Event
from alongside.people.models import Group

PUBLISH = Power("forms.publish", Kind.STAFF)


class Published(
    Event,
    kind="forms.published",
    title="Form Published",
    sentence="{actor} published version {version} of the form {form_title}",
    private=True,
):
    """`groups` are the numbers of those it is secured to."""

    form: str
    form_title: str
    version: int
    groups: tuple[int, ...]
    assist_enabled: bool


def publish(
    acting: Acting,
    *,
    slug: str,
    title: str,
    definition: object,
    summary: str = "",
    groups: Iterable[Group] = (),
    assist_enabled: bool = True,
) -> Form:
    """Put a form into use: a new one, or a new version of the one with this slug. What is given here
    replaces what was; drafts and submissions keep the version they were begun with.

    `definition` is JSON as `schema` describes it; raises `BadDefinition`. `groups` are those whose members
    alone reach the form; none means everybody. Raises `ValidationError` for a slug or title that cannot be.
    """
    parsing.parse(definition)
    secured_to = sorted({group.pk for group in groups})
    with acting.doing(PUBLISH) as deed:
        form = Form.objects.select_for_update(of=("self",)).filter(slug=slug).first() or Form(slug=slug)
        form.title, form.summary, form.assist_enabled = title.strip(), summary.strip(), assist_enabled
        form.secured = bool(secured_to)
        form.full_clean(exclude=["tenant"])
        form.save()
        FormGroup.objects.filter(form=form).delete()
        FormGroup.objects.bulk_create(FormGroup(form=form, group_id=group) for group in secured_to)
        version = _version(form, definition)
        if version.pk is None:
            version.published_at = deed.at
            version.save()
        deed.record(
            Published(
                form=slug,
                form_title=form.title,
                version=version.number,
                groups=tuple(secured_to),
                assist_enabled=assist_enabled,
            ),
            about=form,
        )
        return form


def _version(form: Form, definition: object) -> FormVersion:
    """The version in use, where it asks the same; else the next one, not yet stored."""
    newest = FormVersion.objects.newest_of(form.slug).first()
    if newest is not None and newest.definition == definition:
        return newest
    return FormVersion(form=form, number=newest.number + 1 if newest else 1, definition=definition)
