"""Filling in: beginning, saving page by page, and throwing away."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from contextlib import suppress

from django.db import IntegrityError
from django.utils import timezone

from alongside.assisting.acting import Acting, Deed
from alongside.assisting.facts import theirs
from alongside.assisting.powers import Power
from alongside.forms import reading
from alongside.forms.actions.opening import demand_reach
from alongside.forms.answers import Typed, given
from alongside.forms.models import Draft, DraftQuerySet, File, FormVersion
from alongside.forms.reading import Unfit
from alongside.forms.schema import Kind
from alongside.forms.sending import Read, Sent, without_rows
from alongside.history.events import Event
from alongside.lib import ids
from alongside.lib.compiled import compiled
from alongside.people.checking import Misfit

SAVE = Power("forms.save")
DISCARD = Power("forms.discard")


class Saved(
    Event,
    kind="forms.saved",
    title="Form Saved",
    sentence="{actor} saved {form_title} for {person}",
    sentence_self="{actor} saved {form_title}",
):
    form: str
    form_title: str
    version: int
    page: int


class Discarded(
    Event,
    kind="forms.discarded",
    title="Form Discarded",
    sentence="{actor} threw away the saved form {form_title} of {person}",
    sentence_self="{actor} threw away the saved form {form_title}",
):
    form: str
    form_title: str


OVERTAKEN = "This form was carried over to a newer version in the meantime: open it again to go on."


class Closed(Exception):
    """The draft was handed in or thrown away in the meantime; nothing was changed."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(str(draft))
        self.draft = draft


def begin(
    acting: Acting,
    version: FormVersion,
    answers: Mapping[str, Typed],
    *,
    page: int = 1,
    draft_id: uuid.UUID | None = None,
    unfinished: bool = False,
    drawn: Collection[str] | None = None,
) -> Draft:
    """Begin to fill in a form with the answers of one page; for the rest see `save`.

    `draft_id` is the id that the page was drawn with, so that sending it twice begins one draft. An id
    that is taken by anything but an open draft of the same person and form is not used.
    """
    acting = version.form.opened_by(acting)

    def begun() -> Draft:
        sent = Sent(page, answers, drawn, unfinished=unfinished)
        return _begin(acting, version, sent, draft_id=draft_id)

    try:
        return begun()
    except IntegrityError:  # the page was sent twice at once, and the other came first: now it is there
        return begun()


def save(
    acting: Acting,
    draft: Draft,
    page: int,
    answers: Mapping[str, Typed],
    *,
    unfinished: bool = False,
    drawn: Collection[str] | None = None,
) -> Draft:
    """Keep the answers of one page, counted from 1, as they were typed: a text for each question, a list
    for those with several answers, lines by name for an address; a question without one counts as left
    empty, unless it is none of those `drawn`. What is not asked, given these answers, is not kept.

    Raises `people.checking.Misfit` with a sentence for each answer that does not fit, and then keeps
    nothing; but where the page is left `unfinished`, those are kept as they were typed. Raises `Closed`
    for a draft that was handed in or thrown away.
    """
    acting = draft.form.opened_by(acting)
    with acting.doing(SAVE, about=draft) as deed:
        demand_reach(acting, draft.form)
        current = locked(draft)
        if current.version_id != draft.version_id:
            raise Misfit(dict.fromkeys(drawn or answers, OVERTAKEN))
        _write(deed, current, Sent(page, answers, drawn, unfinished=unfinished))
        return current


def discard(acting: Acting, draft: Draft) -> None:
    """Throw away what was typed. Does nothing to what is thrown away already; raises `Closed` for a draft
    that was handed in."""
    acting = draft.form.opened_by(acting)
    with suppress(_Gone), acting.doing(DISCARD, about=draft) as deed:
        current = locked(draft, even_if_discarded=True)
        if current.discarded_at is not None:
            raise _Gone
        current.answers, current.left, current.discarded_at = {}, [], deed.at
        current.save(update_fields=["answers", "left", "discarded_at"])
        deed.record(Discarded(form=current.form.slug, form_title=current.form.title), about=current)


class _Gone(Exception):
    """There is nothing left to throw away."""


def locked(draft: Draft, *, even_if_discarded: bool = False) -> Draft:
    """The draft as it is now, which nobody else changes until the transaction ends. Raises `Closed`."""
    current = _locked.first(draft.pk)
    if current is None:
        raise Draft.DoesNotExist(draft.pk)
    current.form = draft.form
    if current.version_id == draft.version_id:  # or it was carried over meanwhile
        current.version = draft.version
    if current.handed_in_at is not None or (current.discarded_at is not None and not even_if_discarded):
        raise Closed(current)
    return current


@compiled
def _locked(draft: uuid.UUID) -> DraftQuerySet:
    return Draft.objects.select_for_update(of=("self",)).filter(pk=draft)


def _begin(
    acting: Acting,
    version: FormVersion,
    sent: Sent,
    *,
    draft_id: uuid.UUID | None,
) -> Draft:
    with acting.doing(SAVE) as deed:
        demand_reach(acting, version.form)
        number = draft_id or ids.random_id()
        draft = _locked.first(number)
        if draft is None or not _begun_before(acting, version, draft):
            draft = Draft(
                pk=number if draft is None else ids.random_id(),
                person_id=acting.person_id,
                assistance=acting.assistance,
            )
        draft.form, draft.version = version.form, version
        _write(deed, draft, sent)
        return draft


def _begun_before(acting: Acting, version: FormVersion, draft: Draft) -> bool:
    """Whether the draft is one that the same page began when it was sent before."""
    unfinished = draft.handed_in_at is None and draft.discarded_at is None
    return unfinished and draft.version_id == version.pk and theirs(acting, draft)


def _write(deed: Deed, draft: Draft, sent: Sent) -> None:
    definition, page = draft.version.schema, sent.page
    read = sent.read(definition, draft.answers, timezone.localdate(deed.at))
    if read.errors and not sent.unfinished:
        raise Misfit(read.errors)
    values = read.values | _files(draft, read)
    kept = _kept(sent.answers, read.errors)
    draft.answers = without_rows(
        given(draft.answers, values, kept, deed.acting.actor, deed.at), definition, values
    )
    draft.page = page if sent.unfinished else max(read.asking.next(page), draft.page)
    draft.saved_at = deed.at
    draft.save()
    deed.record(
        Saved(form=draft.form.slug, form_title=draft.form.title, version=draft.version.number, page=page),
        about=draft,
    )


def _files(draft: Draft, read: Read) -> dict[str, list[str]]:
    """The answers with files, as what was kept is called: nobody names a file that is not there."""
    asked = {one.name for one in read.asking.questions() if one.kind is Kind.FILE}
    sent = {
        name: [reading.file_id(item) for item in value]
        for name, value in read.values.items()
        if name in asked and isinstance(value, list)
    }
    return items_of(draft, sent)


def items_of(draft: Draft, numbers: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """The items of answers with files, by question. Raises `Misfit` for what is no file of this draft."""
    wanted = [number for some in numbers.values() for number in some]
    known = {str(file.pk): file.item for file in File.objects.of(draft).named(wanted)} if wanted else {}
    for name, some in numbers.items():
        if not known.keys() >= set(some):
            raise Misfit({name: "A file is not there any more: send it again."})
    return {name: [known[number] for number in some] for name, some in numbers.items()}


def _kept(answers: Mapping[str, Typed], errors: Mapping[str, str]) -> dict[str, Typed]:
    """What does not fit, as it was typed; raises `Misfit` for what is too long even for that."""
    kept: dict[str, Typed] = {}
    for name in errors:
        try:
            kept[name] = reading.keepable(answers.get(name, ""))
        except Unfit as problem:
            raise Misfit({name: str(problem)}) from None
    return kept
