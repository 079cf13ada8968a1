"""Stock answers: what is said again and again, with placeholders (spec I18)."""

from __future__ import annotations

from alongside.assisting.acting import Acting
from alongside.desk.actions.arranging import ARRANGE, demand_own
from alongside.desk.actions.working import checked_text
from alongside.desk.models import Question, StockAnswer
from alongside.desk.placeholders import MEANINGS
from alongside.history.events import Event
from alongside.lib import placeholders
from alongside.people.checking import Misfit
from alongside.people.models import Person, Segment


class StockAnswerKept(
    Event,
    kind="desk.stock_answer_kept",
    title="Stock Answer Kept",
    sentence="{actor} wrote the stock answer {name}",
    private=True,
):
    name: str
    segment: int


class StockAnswerRemoved(
    Event,
    kind="desk.stock_answer_removed",
    title="Stock Answer Removed",
    sentence="{actor} removed the stock answer {name}",
    private=True,
):
    name: str


def keep_stock_answer(
    acting: Acting, segment: Segment, name: str, text: str, *, stock: StockAnswer | None = None
) -> StockAnswer:
    """Write a stock answer of a segment, or change one. Raises `Misfit`, also for a placeholder that there is
    not."""
    name, text = " ".join(name.split()), checked_text(text)
    if not name or len(name) > 100:
        raise Misfit({"name": "Give it a name of at most 100 characters."})
    if wrong := placeholders.unknown(text, MEANINGS):
        raise Misfit({"text": f"There is no {{{wrong[0]}}}: see below what can stand in braces."})
    with acting.doing(ARRANGE) as deed:
        demand_own(acting, segment)
        beside = StockAnswer.objects.filter(segment=segment, name__iexact=name)
        if any(one != stock for one in beside):
            raise Misfit({"name": "There is a stock answer of this name in the segment."})
        row = stock or StockAnswer()
        row.segment, row.name, row.text = segment, name, text
        row.save()
        deed.record(StockAnswerKept(name=name, segment=segment.pk), about=row)
        return row


def remove_stock_answer(acting: Acting, stock: StockAnswer) -> None:
    with acting.doing(ARRANGE) as deed:
        demand_own(acting, stock.segment)
        deed.record(StockAnswerRemoved(name=stock.name), about=stock)
        StockAnswer.objects.filter(pk=stock.pk).delete()


def filled_for(acting: Acting, stock: StockAnswer, question: Question) -> str:
    """What a stock answer says to whoever asked this, from the agent who answers."""
    person: Person = question.conversation.person
    agent = Person.objects.only("given_name", "family_name").get(pk=acting.actor.id)
    values = {
        "given_name": person.given_name,
        "name": person.name,
        "reference": question.conversation.reference,
        "topic": question.topic.name,
        "agent": agent.name,
    }
    return placeholders.filled(stock.text, values)
