"""What is done to a question from its page: each deed with its address, its form, and when it makes sense.

Who may do it is said by `desk.rules`, to the page and to the action alike.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from alongside.assisting.acting import Acting
from alongside.assisting.powers import Power
from alongside.console.desk import inputs
from alongside.desk import actions as desk
from alongside.desk.actions.answering import DECIDE, PROPOSE, RESOLVE, SEND
from alongside.desk.actions.forwarding import FORWARD
from alongside.desk.actions.getting import PICK, REASSIGN, RETURN
from alongside.desk.actions.refiling import REFILE
from alongside.desk.actions.sorting import RETOPIC, SET_ASIDE
from alongside.desk.models import Answer, Question
from alongside.desk.rules import State


@dataclass(frozen=True)
class Deed:
    """`noun` is the end of its address, `label` what its button says, `done` what is said afterwards,
    `states` those of a question in which it makes sense. One without a form is a single button; one that
    `writes` is an answer, kept as a draft when it cannot be sent; one that `stays` leads back."""

    noun: str
    label: str
    power: Power
    done: str
    do: Callable[[Acting, Question, Any], object]
    states: Collection[State] = (State.UNASSIGNED, State.ASSIGNED)
    form: type[inputs.DeedInput] | None = None
    writes: bool = False
    stays: bool = False
    key: str | None = None


def _proposal(question: Question) -> Answer:
    found = question.proposal
    if found is None:
        raise desk.NotNow("That has been decided already.")
    return found


def _text(form: inputs.DeedInput) -> str:
    text: str = form.cleaned_data["text"]
    return text


OPEN = (State.UNASSIGNED, State.ASSIGNED, State.PENDING)
PENDING = (State.PENDING,)

DEEDS = (
    Deed("picking", "Get this", PICK, "You have it in hand.",
         lambda acting, question, _: desk.pick(acting, question),
         states=(State.UNASSIGNED,), stays=True, key="g"),
    Deed("answer", "Send", SEND, "Sent, and the question is resolved.",
         lambda acting, question, form: desk.send(acting, question, _text(form)),
         form=inputs.AnswerInput, writes=True),
    Deed("open-answer", "Send and leave open", SEND, "Sent. The question stays open.",
         lambda acting, question, form: desk.send(acting, question, _text(form), leave_open=True),
         form=inputs.AnswerInput, writes=True, stays=True),
    Deed("proposal", "Submit for approval", PROPOSE, "Submitted: it is sent as soon as somebody approves it.",
         lambda acting, question, form: desk.propose(acting, question, _text(form)),
         form=inputs.ProposalInput, writes=True),
    Deed("approval", "Approve and send", DECIDE, "Approved and sent.",
         lambda acting, question, form: desk.approve(acting, _proposal(question), _text(form)),
         states=PENDING, form=inputs.ApprovalInput, writes=True),
    Deed("rejection", "Reject", DECIDE, "Rejected: it is back with whoever proposed it.",
         lambda acting, question, form: desk.reject(acting, _proposal(question), _text(form)),
         states=PENDING, form=inputs.RejectionInput),
    Deed("resolution", "Resolve without an answer", RESOLVE, "Resolved without an answer.",
         lambda acting, question, _: desk.resolve(acting, question)),
    Deed("return", "Return to the queue", RETURN, "It waits for somebody else.",
         lambda acting, question, _: desk.give_back(acting, question), states=(State.ASSIGNED,), key="r"),
    Deed("assignment", "Put into somebody's hands", REASSIGN, "It is in other hands now.",
         lambda acting, question, form: desk.reassign(acting, question, form.person),
         states=OPEN, form=inputs.AssignmentInput, stays=True),
    Deed("topic", "Change the topic", RETOPIC, "It is filed under the other topic.",
         lambda acting, question, form: desk.retopic(acting, question, form.topic),
         form=inputs.TopicInput, stays=True),
    Deed("forwarding", "Ask an expert outside", FORWARD, "They are asked. What they reply stands here.",
         lambda acting, question, form: desk.forward(acting, question, form.brief),
         form=inputs.ForwardInput, stays=True),
    Deed("merging", "Join to another conversation", REFILE, "It is part of the other conversation now.",
         lambda acting, question, form: desk.merge(acting, question, form.conversation),
         form=inputs.MergeInput, stays=True),
    Deed("splitting", "Make a conversation of its own", REFILE, "It is a conversation of its own now.",
         lambda acting, question, form: desk.split(acting, question, form.cleaned_data["subject"]),
         form=inputs.SplitInput, stays=True),
    Deed("setting-aside", "Set aside as spam", SET_ASIDE, "Set aside. It can still be found.",
         lambda acting, question, _: desk.set_aside(acting, question)),
)  # fmt: skip
