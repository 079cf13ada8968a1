"""Asking without signing in (spec I2–I4; J14)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from alongside.assisting.acting import Acting
from alongside.desk.actions import asking, outbox
from alongside.desk.actions.contacts import contact_of
from alongside.desk.actions.enclosing import enclose
from alongside.desk.actions.letters import CARRY
from alongside.desk.actions.working import checked_text
from alongside.desk.mail import decoding
from alongside.desk.models import Channel, Question, Topic
from alongside.forms.taking import Taken
from alongside.history.events import Event
from alongside.people.checking import Misfit


class QuestionSentIn(
    Event,
    kind="desk.question_sent_in",
    title="Question Sent In",
    sentence="A question was sent in under the address of {person}, by somebody not signed in ({reference})",
):
    """`new_contact`: whether nobody of this address was known; `topic` is its number."""

    reference: str
    topic: int
    new_contact: bool


@dataclass(frozen=True)
class Sender:
    """Who somebody says they are."""

    name: str
    address: str


def ask_from_outside(
    acting: Acting, topic: Topic, sender: Sender, *, text: str, subject: str = "", files: Sequence[Taken] = ()
) -> Question:
    """File what somebody asks who is not signed in, under the address that they typed: as unverified where it
    is somebody's, who is told nothing of what was said before (spec 4.27). `acting` is the house's own.
    Raises `Misfit`."""
    text, subject = checked_text(text), " ".join(subject.split())[:200]
    address, name = sender.address.strip().lower(), " ".join(sender.name.split())
    problems = {}
    if not decoding.is_address(address):
        problems["email"] = "Enter an e-mail address such as name@example.org."
    if not name or len(name) > 200 or not name.isprintable():
        problems["name"] = "Enter your name."
    if topic.deleted_at is not None or not topic.public:
        problems["topic"] = "Choose one of the list."
    if problems:
        raise Misfit(problems)
    with acting.doing(CARRY) as deed:
        person, new = contact_of(address, name, topic.segment_id, deed.at)
        subject = subject or asking.first_words(text)
        conversation = asking.begin(topic, person.pk, subject, deed.at)
        question = asking.put(
            conversation, topic, person.pk, text, deed.at, channel=Channel.FORM, unverified=not new
        )
        enclose(question, files, deed.at)
        outbox.acknowledge_form(question, address, deed.at)
        deed.whose = person
        reference = conversation.reference
        deed.record(QuestionSentIn(reference=reference, topic=topic.pk, new_contact=new), about=conversation)
        return question
