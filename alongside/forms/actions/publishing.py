"""Putting a form, or a new version of one, into use."""

from __future__ import annotations

from collections.abc import Iterable

from alongside.assisting.acting import Acting, Deed
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.forms import parsing
from alongside.forms.models import Content, Form, FormGroup, FormStaff, FormVersion
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
    staff: tuple[int, ...] = ()
    change: str = ""


def publish(
    acting: Acting,
    *,
    slug: str,
    title: str,
    definition: object,
    summary: str = "",
    groups: Iterable[Group] = (),
    assist_enabled: bool = True,
    staff: Iterable[Group] = (),
    sensitive: bool = False,
    change: str = "",
    private: bool = False,
) -> Form:
    """Put a form into use: a new one, or a new version of the one with this slug. What is given here
    replaces what was; drafts and submissions keep the version they were begun with.

    `definition` is JSON as `schema` describes it; raises `BadDefinition`. `groups` are those whose members
    alone reach the form; none means everybody. `staff` are those whose members see what is handed in; none
    means nobody. A `private` form is not listed. `change` says what is different. Raises `ValidationError`
    for a slug or title that cannot be.
    """
    content = Content(
        title=title,
        summary=summary,
        groups=sorted({group.pk for group in groups}),
        staff=sorted({group.pk for group in staff}),
        assist_enabled=assist_enabled,
        sensitive=sensitive,
        private=private,
        sketch={},
    )
    parsing.parse(definition)
    with acting.doing(PUBLISH) as deed:
        return put_into_use(deed, slug, content, definition, change=change)


def put_into_use(deed: Deed, slug: str, content: Content, definition: object, *, change: str) -> Form:
    """Within a deed: what `publish` does, with a definition that was parsed. Recorded last."""
    form = Form.objects.select_for_update(of=("self",)).filter(slug=slug).first() or Form(slug=slug)
    form.title, form.summary = content["title"].strip(), content["summary"].strip()
    form.assist_enabled, form.sensitive = content["assist_enabled"], content["sensitive"]
    form.private = content.get("private", False)
    form.secured, form.retired_at = bool(content["groups"]), None
    form.full_clean(exclude=["tenant"])
    form.save()
    FormGroup.objects.filter(form=form).delete()
    FormGroup.objects.bulk_create(FormGroup(form=form, group_id=group) for group in content["groups"])
    FormStaff.objects.filter(form=form).delete()
    FormStaff.objects.bulk_create(FormStaff(form=form, group_id=group) for group in content["staff"])
    version = _version(form, definition)
    if version.pk is None:
        version.published_at, version.change = deed.at, change
        version.publisher_id = deed.acting.actor.id
        version.save()
    deed.record(
        Published(
            form=slug,
            form_title=form.title,
            version=version.number,
            groups=tuple(content["groups"]),
            assist_enabled=form.assist_enabled,
            staff=tuple(content["staff"]),
            change=change,
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
