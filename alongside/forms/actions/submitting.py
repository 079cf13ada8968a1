"""Handing in."""

from __future__ import annotations

import uuid
from contextlib import suppress

from django.db.models import QuerySet
from django.utils import timezone

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Mode
from alongside.forms import answers, asking, following, options, reading, reference
from alongside.forms.actions import later
from alongside.forms.actions.drafting import Closed, locked
from alongside.forms.actions.opening import demand_reach
from alongside.forms.models import Draft, Submission
from alongside.history.canonical import Plain
from alongside.history.events import Event
from alongside.history.models import Entry
from alongside.lib.compiled import compiled
from alongside.people.checking import Misfit

SUBMIT = Power("forms.submit")


class Submitted(
    Event,
    kind="forms.submitted",
    title="Form Submitted",
    sentence="{actor} handed in {form_title} for {person} ({reference})",
    sentence_self="{actor} handed in {form_title} ({reference})",
):
    form: str
    form_title: str
    version: int
    reference: str

    @classmethod
    def goss_form_data(cls, entry: Entry) -> dict[str, Plain] | None:
        """The answers are read from the submission, which alone holds them."""
        about = (entry.about or "").partition(":")[2]
        found = (
            Submission.everywhere.select_related("form").filter(tenant_id=entry.tenant_id, pk=about).first()
        )
        if found is None:
            return None
        data: dict[str, Plain] = {name: _plain(value) for name, value in answers.plain(found.answers).items()}
        return {
            "data": data,
            "formName": found.form.slug,
            "formDefinitionType": "form",
            "typeName": found.form.title,
        }


def submit(acting: Acting, draft: Draft) -> Submission:
    """Hand in a draft, once: handing it in again gives the submission it has become.

    Every answer is read again: raises `people.checking.Misfit` with a sentence for each that does not
    fit (any more), `Closed` for a draft that was thrown away, and `following.Held` where what would follow
    cannot be done.
    """
    acting = draft.form.opened_by(acting)
    with suppress(_HandedIn), acting.doing(SUBMIT, about=draft) as deed:
        demand_reach(acting, draft.form)
        if acting.mode is Mode.USER and options.only_the_person_hands_in():
            raise following.Held(f"{acting.person.name} hands this in. It is saved for them.")
        current = _present(draft)
        definition = current.version.schema
        today = timezone.localdate(deed.at)
        asked = asking.asked(definition, answers.plain(current.answers), today).questions()
        _, errors = reading.read_again(asked, current.answers, today)
        if errors:
            raise Misfit(errors)
        submission = Submission(
            reference=_unused_reference(),
            form=current.form,
            version=current.version,
            person_id=current.person_id,
            actor_id=acting.actor.id,
            assistance=acting.assistance,
            draft=current,
            answers={one.name: current.answers[one.name] for one in asked if one.name in current.answers},
            handed_in_at=deed.at,
        )
        submission.save(force_insert=True)
        current.answers, current.left, current.handed_in_at = {}, [], deed.at
        current.save(update_fields=["answers", "left", "handed_in_at"])
        following.follow(acting, submission)
        later.note(submission)
        deed.record(
            Submitted(
                form=current.form.slug,
                form_title=current.form.title,
                version=current.version.number,
                reference=submission.reference,
            ),
            about=submission,
        )
        return submission
    found: Submission = Submission.objects.with_version().get(draft=draft.pk)
    return found


class _HandedIn(Exception):
    """It is handed in already."""


def _present(draft: Draft) -> Draft:
    try:
        return locked(draft)
    except Closed as closed:
        if closed.draft.handed_in_at is not None:
            raise _HandedIn from None
        raise


def _unused_reference() -> str:
    """Two people who draw the same one at the same moment are told apart by the constraint."""
    while _named(drawn := reference.new()):
        pass
    return drawn


@compiled
def _named(reference: str) -> QuerySet[Submission, uuid.UUID]:
    return Submission.objects.filter(reference=reference).values_list("pk", flat=True)


def _plain(value: answers.Value) -> Plain:
    if isinstance(value, dict):
        return dict(value)
    return [*value] if isinstance(value, list) else value
