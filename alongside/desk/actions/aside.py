"""Looking through letters that were set aside: one is filed after all, or its content is destroyed."""

from __future__ import annotations

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.desk.actions.letter_files import looked_at
from alongside.desk.actions.letters import Gone, file_as_question, raw_of, vault_of_this_deed
from alongside.desk.actions.proving import tell_of
from alongside.desk.actions.working import NotNow
from alongside.desk.mail import reading
from alongside.desk.models import COPY, Letter, LetterState
from alongside.forms import vault
from alongside.history.events import Event

# Whoever may choose among questions says what is one.
LOOK_THROUGH = Power("desk.look_through_letters", Kind.STAFF, right="desk.pick")


class LetterReleased(
    Event,
    kind="desk.letter_released",
    title="E-mail Filed After All",
    sentence="{actor} filed an e-mail of {person} that had been set aside ({reference})",
    private=True,
):
    """`why`: for what it had been set aside."""

    reference: str
    letter: str
    why: str


class LetterEmptied(
    Event,
    kind="desk.letter_emptied",
    title="E-mail Deleted",
    sentence="{actor} deleted an e-mail that had been set aside ({why})",
    private=True,
):
    letter: str
    why: str


def release(acting: Acting, letter: Letter) -> Letter:
    """Make a question of a letter that was set aside. Whoever sent it is told nothing: no program is answered
    by one. Raises `NotNow`, and `Letter.DoesNotExist` for one of another segment."""
    try:
        found = reading.read(raw_of(letter))
    except Gone:
        raise NotNow("What it says cannot be opened any more.") from None
    looked = [looked_at(one) for one in found.enclosures]
    with vault_of_this_deed() as keep, acting.doing(LOOK_THROUGH) as deed:
        current = _locked(acting, letter)
        if current.sort == COPY:
            raise NotNow("The same letter was filed before.")
        why, current.sender = current.sort, found.sender[:300]
        filed = file_as_question(deed, keep, current, found, looked)
        reference = filed.conversation.reference
        deed.record(LetterReleased(reference=reference, letter=str(current.pk), why=why), about=current)
        tell_of(deed, filed.proven, reference)
        return current


def empty(acting: Acting, letter: Letter) -> None:
    """Destroy what a letter says; that it came stays, so that it does not come again. Raises as `release`."""
    with acting.doing(LOOK_THROUGH) as deed:
        current = _locked(acting, letter)
        current.state, current.sender, current.subject, current.remarks = LetterState.EMPTIED, "", "", []
        current.save(update_fields=["state", "sender", "subject", "remarks"])
        vault.remove_after_commit([current.pk])
        deed.record(LetterEmptied(letter=str(current.pk), why=current.sort), about=current)


def _locked(acting: Acting, letter: Letter) -> Letter:
    rows = Letter.objects.seen_by(acting).select_related("mailbox__topic").select_for_update(of=("self",))
    current: Letter = rows.get(pk=letter.pk)
    if current.state != LetterState.SET_ASIDE:
        raise NotNow("Somebody has dealt with this letter already.")
    return current
