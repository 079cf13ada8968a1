"""Answers to one version of a form, carried over to another. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from alongside.forms import reading
from alongside.forms.answers import Answer, Answers
from alongside.forms.schema import Definition, Kind, Question

# Whose answers are a line of text that any other of them may take; what does not fit is kept as it was typed.
_LINES = frozenset(
    (Kind.TEXT, Kind.LONG_TEXT, Kind.NUMBER, Kind.EMAIL, Kind.TELEPHONE, Kind.POSTCODE, Kind.CHOICE)
)


@dataclass
class Carried:
    """`answers` fit the other version, or wait to be put right in it; `left` are the others, each as the
    question that was asked and what was said."""

    answers: Answers = field(default_factory=dict)
    left: list[tuple[str, str]] = field(default_factory=list)


def carried(before: Definition, after: Definition, answers: Answers) -> Carried:
    """An answer goes to the question of its name, where that can take it. Nothing is lost: what no question
    takes is left over, with its label."""
    old, new = _named(before), _named(after)
    found = Carried()
    for name, answer in answers.items():
        question = _asks(new, name)
        asked = _asks(old, name)
        kept = _fitting(asked, question, answer) if question and asked else None
        if kept is not None:
            found.answers[name] = kept
        elif said := _said(asked, answer):
            found.left.append((asked.label if asked else name, said))
    return found


def _named(definition: Definition) -> dict[str, Question]:
    """Questions by flat name, those in the rows of a group as `children.born`."""
    return {one.name: one for one in definition.questions} | {
        f"{group.name}.{inner.name}": inner for group in definition.questions for inner in group.questions
    }


def _asks(questions: dict[str, Question], name: str) -> Question | None:
    group, _, rest = name.partition(".")
    return questions.get(f"{group}.{rest.partition('.')[2]}" if rest else name)


def _fitting(asked: Question, question: Question, answer: Answer) -> Answer | None:
    if asked.kind is question.kind:
        return answer
    if {asked.kind, question.kind} <= _LINES:
        text = answer.get("typed") if "typed" in answer else str(answer.get("value") or "")
        if text is not None:
            return Answer(typed=text, by=answer["by"], at=answer["at"])
    return None


def _said(asked: Question | None, answer: Answer) -> str:
    if asked is not None and "value" in answer:
        return reading.shown(asked, answer["value"])
    typed = answer.get("typed", answer.get("value", ""))
    return "\n".join(reading.listed(typed)) if isinstance(typed, str | list | dict) else str(typed)
