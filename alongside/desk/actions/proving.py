"""Whose address was proven: what came from it before is unverified no more (spec 4.27)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, Q, Value
from django.db.models.functions import Lower

from alongside.assisting.acting import Deed
from alongside.desk.models import Channel, Conversation, Question
from alongside.history.events import Event


class SenderProven(
    Event,
    kind="desk.sender_proven",
    title="Sender Proven",
    sentence="{person} proved the address from which a question had come ({reference})",
):
    """Somebody answered us from the address, in the same conversation."""

    reference: str
    question: str


def lift(conversation: Conversation, sender: str) -> list[Question]:
    """The questions of a conversation that came from this address unverified, and are verified now; within
    the deed that files what proves it. On a web form somebody typed the address of the person."""
    typed = Q(channel=Channel.FORM) & Q(sent_from=Lower(Value(sender)))
    rows = conversation.questions.alias(sent_from=Lower(F("conversation__person__email")))
    found = list(
        rows.filter(unverified=True)
        .filter(Q(letter__sender=sender) | typed)
        .order_by("received_at", "pk")
        .select_for_update(of=("self",), no_key=True)
    )
    Question.objects.filter(pk__in=[one.pk for one in found]).update(unverified=False)
    return found


def tell_of(deed: Deed, proven: Iterable[Question], reference: str) -> None:
    for one in proven:
        deed.record(SenderProven(reference=reference, question=str(one.pk)), about=one)
