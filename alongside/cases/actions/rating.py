"""An owner says how content they are with what became of their case."""

from __future__ import annotations

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.assisting.rules import Kind
from alongside.cases.actions.working import NotNow, working
from alongside.cases.models import LONGEST_COMMENT, Case, Satisfaction, Score
from alongside.history.events import Event
from alongside.people.checking import Misfit

RATE = Power("cases.rate", Kind.MATTER)


class Rated(
    Event,
    kind="cases.rated",
    title="Case Rated",
    sentence="{actor} said how content {person} is with the case {reference}",
    sentence_self="{actor} said how content they are with the case {reference}",
):
    """`score` is from 1 to 5."""

    reference: str
    score: int


def rate(acting: Acting, case: Case, score: int, comment: str = "") -> Satisfaction:
    """Say how it went, from 1 to 5, once it is closed; saying it again changes it. Raises `NotNow` and
    `Misfit`."""
    comment = comment.replace("\r\n", "\n").strip()
    if score not in Score.values:
        raise Misfit({"score": "Choose one of the list."})
    if len(comment) > LONGEST_COMMENT or "\x00" in comment:
        raise Misfit({"comment": f"Use at most {LONGEST_COMMENT} characters."})
    with working(acting, RATE, case) as (deed, current):
        if current.is_open:
            raise NotNow("You can say how it went when it is closed.")
        said = Satisfaction.objects.filter(case=current).first() or Satisfaction(case=current)
        said.score, said.comment, said.said_at = score, comment, deed.at
        said.save()
        deed.record(Rated(reference=current.reference, score=score), about=current)
        return said
