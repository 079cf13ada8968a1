"""Making and changing forms in working copies, step by step; publishing them; taking forms out of use."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.text import slugify

from alongside.assisting.acting import Acting, Deed
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.forms import designing, parsing
from alongside.forms.actions.publishing import PUBLISH, put_into_use
from alongside.forms.designing import Edit, Edited
from alongside.forms.models import Content, Design, DesignStep, Form, FormGroup, FormStaff, FormVersion
from alongside.history.events import Event
from alongside.people.checking import Misfit

DESIGN = Power("forms.design", Kind.STAFF)
RETIRE = Power("forms.retire", Kind.STAFF, right="forms.publish")

MOST_STEPS = 100  # that can be gone back
LONGEST_WORDS = 300
LONGEST_TITLE = 120


class Designed(
    Event,
    kind="forms.designed",
    title="Form Designed",
    sentence="{actor} {change} in the working copy of the form {form_title}",
    private=True,
):
    form: str
    form_title: str
    change: str
    revision: int


class DesignDiscarded(
    Event,
    kind="forms.design_discarded",
    title="Working Copy Discarded",
    sentence="{actor} threw away the working copy of the form {form_title}",
    private=True,
):
    form: str
    form_title: str


class FormRetired(
    Event,
    kind="forms.retired",
    title="Form Retired",
    sentence="{actor} took the form {form_title} out of use",
    private=True,
):
    form: str
    form_title: str


class FormReturned(
    Event,
    kind="forms.returned",
    title="Form Returned",
    sentence="{actor} put the form {form_title} back into use",
    private=True,
):
    form: str
    form_title: str


class Overtaken(Exception):
    """Somebody else changed the working copy meanwhile; nothing was done."""


def begin_design(acting: Acting, form: Form) -> Design:
    """The working copy of a form in use; the one there is, if somebody has begun it."""
    with suppress(_Begun), acting.doing(DESIGN) as deed:
        # Whoever begins at the same moment waits here, and is given the same one.
        locked = Form.objects.select_for_update(of=("self",)).get(pk=form.pk)
        if Design.objects.of(locked.slug).exists():
            raise _Begun
        newest = FormVersion.objects.newest_of(locked.slug).first()
        design = Design(slug=locked.slug, form=locked, based_on=newest.number if newest else 0)
        content = _content(locked, designing.sketched(newest.definition if newest else {"pages": []}))
        return _write(deed, design, content, "began to change what is asked")
    found: Design = Design.objects.of(form.slug).get()
    return found


class _Begun(Exception):
    """There is a working copy already."""


def new_design(
    acting: Acting, *, title: str, slug: str = "", definition: Mapping[str, Any] | None = None
) -> Design:
    """A form that does not exist yet. Its slug is made from the title unless it is given. Raises
    `people.checking.Misfit` for a title or slug that cannot be."""
    words = "made the form" if definition is None else "imported the form"
    with acting.doing(DESIGN) as deed:
        design = Design(slug=slug.strip() or slugify(title)[:60])
        _demand_new(design.slug, title)
        content = Content(
            title=title.strip(),
            summary="",
            groups=[],
            staff=[],
            assist_enabled=True,
            sensitive=False,
            sketch=designing.sketched(definition or _empty()),
        )
        return _write(deed, design, content, words)


def edit(acting: Acting, design: Design, change: Edit) -> Edited:
    """One edit of what is asked. Edits name what they are about, so they stand beside what others do at
    the same time. Raises `designing.Missing` and `designing.Changed`, and then changes nothing."""
    with acting.doing(DESIGN) as deed:
        current = _locked(design)
        edited = change(current.sketch)
        _write(deed, current, {**current.content, "sketch": edited.sketch}, edited.words)
        return edited


def settle(acting: Acting, design: Design, said: Mapping[str, Any], *, was: str = "") -> None:
    """Say how the form stands among the others: any of `Content` but its sketch. `was` is the
    `settings_print` of what somebody looked at: raises `Overtaken` where it is another by now, and `Misfit`
    for a title that cannot be."""
    with acting.doing(DESIGN) as deed:
        current = _locked(design)
        if was and settings_print(current) != was:
            raise Overtaken
        content = {**current.content, **said}
        content["title"] = str(content["title"]).strip()
        _demand_title(content["title"])
        _write(deed, current, content, "changed the settings")  # type: ignore[arg-type]  # the keys are its own


def settings_print(design: Design) -> str:
    """Tells whether the settings are as they were when somebody looked."""
    return designing.fingerprint({name: said for name, said in design.content.items() if name != "sketch"})


def step_back(acting: Acting, design: Design) -> str:
    """Undo the last change; says which, or nothing where there is none."""
    return _go(acting, design, back=True)


def step_forward(acting: Acting, design: Design) -> str:
    """Do again what was undone last; says what, or nothing where there is nothing."""
    return _go(acting, design, back=False)


def publish_design(acting: Acting, design: Design, *, revision: int, change: str) -> Form:
    """Put the working copy into use as the next version, and end it. `revision` is the one that was looked
    at: raises `Overtaken` where it is another by now, and `BadDefinition` while something is wrong."""
    with acting.doing(PUBLISH) as deed:
        current = _locked(design)
        if current.revision != revision:
            raise Overtaken
        definition = designing.definition_of(current.sketch)
        parsing.parse(definition)
        slug, content = current.slug, current.content
        current.delete()
        return put_into_use(deed, slug, content, definition, change=change.strip()[:LONGEST_WORDS])


def discard_design(acting: Acting, design: Design) -> None:
    """Throw the working copy away, with its steps; what is in use stays as it is."""
    with acting.doing(DESIGN) as deed:
        current = _locked(design)
        event = DesignDiscarded(form=current.slug, form_title=current.title)
        current.delete()
        deed.record(event, about=current.form)


def retire_form(acting: Acting, form: Form) -> None:
    """Nobody finds or begins it any more. What was begun can be gone on with; what was handed in stays."""
    with acting.doing(RETIRE) as deed:
        form.retired_at = deed.at
        form.save(update_fields=["retired_at"])
        deed.record(FormRetired(form=form.slug, form_title=form.title), about=form)


def return_form(acting: Acting, form: Form) -> None:
    with acting.doing(RETIRE) as deed:
        form.retired_at = None
        form.save(update_fields=["retired_at"])
        deed.record(FormReturned(form=form.slug, form_title=form.title), about=form)


def _empty() -> dict[str, Any]:
    return {"pages": [{"title": "First page", "items": []}]}


def _content(form: Form, sketch: designing.Sketch) -> Content:
    return Content(
        title=form.title,
        summary=form.summary,
        groups=sorted(FormGroup.objects.filter(form=form).values_list("group_id", flat=True)),
        staff=sorted(FormStaff.objects.filter(form=form).values_list("group_id", flat=True)),
        assist_enabled=form.assist_enabled,
        sensitive=form.sensitive,
        private=form.private,
        sketch=sketch,
    )


def _locked(design: Design) -> Design:
    """The working copy as it is now. Raises `designing.Missing` where it was published or thrown away."""
    current = Design.objects.select_for_update(of=("self",)).filter(pk=design.pk).first()
    if current is None:
        raise designing.Missing(design.slug)
    return current


def _demand_new(slug: str, title: str) -> None:
    _demand_title(title)
    try:
        Form._meta.get_field("slug").clean(slug, None)
    except ValidationError:
        raise Misfit({"slug": "Use small letters, digits and hyphens."}) from None
    if Form.objects.filter(slug=slug).exists() or Design.objects.filter(slug=slug).exists():
        raise Misfit({"slug": f"There is a form with the address {slug} already."})


def _demand_title(title: str) -> None:
    if not title.strip():
        raise Misfit({"title": "Give the form a title."})
    if len(title.strip()) > LONGEST_TITLE:
        raise Misfit({"title": f"Use at most {LONGEST_TITLE} characters."})


def _write(deed: Deed, design: Design, content: Content, words: str) -> Design:
    """The next step. What was undone before it can no longer be done again."""
    if design.pk is not None:
        DesignStep.objects.filter(design=design, number__gt=design.step).delete()
    design.content = content
    design.step += 1
    return _kept(deed, design, words, step=words)


def _kept(deed: Deed, design: Design, words: str, *, step: str = "") -> Design:
    design.revision += 1
    design.editor_id, design.changed_at = deed.acting.actor.id, deed.at
    design.begun_at = design.begun_at or deed.at
    design.save()
    if step:
        DesignStep.objects.create(
            design=design,
            number=design.step,
            content=design.content,
            words=step[:LONGEST_WORDS],
            author_id=deed.acting.actor.id,
            at=deed.at,
        )
        DesignStep.objects.filter(design=design, number__lt=design.step - MOST_STEPS).delete()
    deed.record(_designed(design, words), about=design)
    return design


def _designed(design: Design, words: str) -> Designed:
    return Designed(form=design.slug, form_title=design.title, change=words, revision=design.revision)


def _go(acting: Acting, design: Design, *, back: bool) -> str:
    if not _neighbour(design, back=back).exists():
        return ""
    with acting.doing(DESIGN) as deed:
        current = _locked(design)
        step = _neighbour(current, back=back).first()
        if step is None:  # somebody else was faster: then this is as it was wanted
            step = DesignStep.objects.get(design=current, number=current.step)
        words: str = DesignStep.objects.get(design=current, number=current.step).words if back else step.words
        current.content, current.step = step.content, step.number
        _kept(deed, current, f"took back: {words}" if back else f"did again: {words}")
        return words


def _neighbour(design: Design, *, back: bool) -> QuerySet[DesignStep]:
    return DesignStep.objects.filter(design=design, number=design.step + (-1 if back else 1))
