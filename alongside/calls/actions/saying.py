"""Saying something in a call."""

from __future__ import annotations

from alongside.assisting import matters
from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.calls.actions.joining import own_part
from alongside.calls.models import LONGEST_MESSAGE, Call, Message
from alongside.history.events import Event
from alongside.people.checking import Misfit

CHAT = Power("calls.chat", Kind.DUTY)
ANNOTATE = Power("calls.annotate", Kind.DUTY)  # pointing and drawing: passed on, not kept


class Said(
    Event,
    kind="calls.said",
    title="Chat Message",
    sentence="{actor} wrote something in {call}",
    private=True,
):
    call: str
    message: str


def say(acting: Acting, call: Call, text: str) -> Message:
    """Write to everybody in the call; raises `Misfit`."""
    text = text.replace("\r\n", "\n").strip()
    if not text or len(text) > LONGEST_MESSAGE or "\x00" in text:
        raise Misfit({"text": f"Write up to {LONGEST_MESSAGE:,} characters."})
    with matters.working(acting, CHAT, Call.objects.all(), call.pk) as (deed, current):
        made: Message = Message.objects.create(
            call=current, participant=own_part(acting, current), text=text, said_at=deed.at
        )
        deed.record(Said(call=current.title, message=str(made.pk)), about=current)
        return made
