"""What every deed on a question begins with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from alongside.assisting import matters
from alongside.assisting.acting import Acting, Deed
from alongside.assisting.powers import Power
from alongside.desk.models import Question
from alongside.people.checking import Misfit

LONGEST_TEXT = 50_000


class NotNow(Exception):
    """What was asked for cannot be done with the question as it is; says so in a sentence."""


@contextmanager
def working(acting: Acting, power: Power, question: Question) -> Iterator[tuple[Deed, Question]]:
    """The deed and the question as it is now, locked. What is done stands in the history of whoever asked."""
    person = question.conversation.person
    with matters.working(acting, power, Question.objects.for_a_page(), question.pk, whose=person) as begun:
        yield begun


def checked_text(text: str, longest: int = LONGEST_TEXT) -> str:
    """What was typed, as it is kept; raises `Misfit`."""
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise Misfit({"text": "Write something first."})
    if len(text) > longest:
        raise Misfit({"text": f"Use at most {longest} characters."})
    if "\x00" in text:
        raise Misfit({"text": "This holds characters that cannot be kept."})
    return text
