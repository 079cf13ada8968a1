"""Questions come in, are got, answered, proposed and approved (J15–J17)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from alongside.assisting.acting import Acting, Refused
from alongside.desk import actions as desk
from alongside.desk.models import AnswerState, Conversation, Question, Resolution, Topic
from alongside.desk.rules import State
from alongside.desk.tests.conftest import Staffed
from alongside.history.models import Entry
from alongside.people import actions as people
from alongside.people import lives
from alongside.people.checking import Misfit
from alongside.people.models import Person, Segment, SegmentMember
from tests.cast import helping

pytestmark = pytest.mark.django_db


def test_a_question_begins_a_conversation_and_goes_on_with_it(ann: Person, topics: dict[str, Topic]) -> None:
    first = desk.ask(Acting.alone(ann), topics["Waste"], text="When is my bin emptied?\nIt is full.")
    assert (first.conversation.subject, first.state) == ("When is my bin emptied?", State.UNASSIGNED)
    more = desk.ask(Acting.alone(ann), topics["Waste"], text="Today?", conversation=first.conversation)
    assert more.conversation == first.conversation
    told = Entry.objects.of_kinds("desk.question_asked").oldest_first()[0]
    assert (told.actor_ref, told.person_ref, told.private) == (ann.ref, ann.ref, False)


def test_people_choose_among_public_topics_and_their_own_conversations(
    ann: Person, ben: Person, topics: dict[str, Topic], question: Question, setup: Acting
) -> None:
    with pytest.raises(Misfit):
        desk.ask(Acting.alone(ann), topics["Complaints"], text="Something.")
    with pytest.raises(Misfit):
        desk.ask(Acting.alone(ann), topics["Waste"], text="  ")
    with pytest.raises(Conversation.DoesNotExist):
        desk.ask(Acting.alone(ben), topics["Waste"], text="Me too.", conversation=question.conversation)
    desk.delete_topic(setup, topics["Waste"])
    with pytest.raises(Misfit):
        desk.ask(Acting.alone(ann), Topic.objects.get(name="Bulky"), text="Something.")


def test_an_agent_asks_for_whom_they_help(staffed: Staffed, ann: Person, topics: dict[str, Topic]) -> None:
    acting = helping(staffed("Cara", "CSR").actor, ann)  # type: ignore[arg-type]  # a Person
    asked = desk.ask(acting, topics["Complaints"], text="She was on hold for an hour.")
    assert (asked.conversation.person, asked.actor) == (ann, acting.actor)


def test_a_csr_gets_the_most_urgent_that_matches_and_picks_nothing(
    staffed: Staffed, ann: Person, topics: dict[str, Topic], question: Question, setup: Acting
) -> None:
    desk.set_level(setup, 600, in_hours=False)
    second = desk.ask(Acting.alone(ann), topics["Waste"], text="Second.")
    desk.set_level(setup, 60, topic=topics["Waste"], in_hours=False)
    urgent = desk.ask(Acting.alone(ann), topics["Waste"], text="Urgent.")
    bulky = desk.ask(Acting.alone(ann), topics["Bulky"], text="A sofa.")
    cara = staffed("Cara", "CSR")
    with pytest.raises(Refused):
        desk.pick(cara, urgent)
    assert desk.waiting_for(cara).count() == 3
    assert [desk.get_next(cara)[0] for _ in range(3)] == [urgent, second, question]
    with pytest.raises(desk.NothingWaits):
        desk.get_next(cara)
    desk.give_skill(setup, cara.actor, bulky.topic.skills.get())  # type: ignore[arg-type]  # a Person
    assert desk.get_next(cara) == [bulky]
    assert bulky.target_at is not None
    assert (bulky.target_at - bulky.received_at).total_seconds() == 3600


def test_all_of_one_person_come_together_where_the_segment_says_so(
    staffed: Staffed, ann: Person, ben: Person, topics: dict[str, Topic], question: Question, segment: Segment
) -> None:
    desk.ask(Acting.alone(ben), topics["Waste"], text="Another's.")
    again = desk.ask(Acting.alone(ann), topics["Waste"], text="Again.")
    tenant = segment.tenant
    tenant.options = {"desk": {"get_all": [segment.pk]}}
    tenant.save()
    assert desk.get_next(staffed("Cara", "CSR")) == [question, again]


def test_what_is_answered_reaches_the_customer_and_is_over(staffed: Staffed, question: Question) -> None:
    cara = staffed("Cara", "CSR")
    desk.get_next(cara)
    open_still = desk.send(cara, question, "On Tuesday.", leave_open=True)
    assert Question.objects.get().state == State.ASSIGNED
    answer = desk.send(cara, question, "On Tuesday, that is.")
    asked = Question.objects.get()
    assert (asked.state, asked.resolution) == (State.RESOLVED, Resolution.ANSWERED)
    assert (open_still.state, answer.sent_text) == (AnswerState.SENT, "On Tuesday, that is.")
    with pytest.raises(Refused):
        desk.send(cara, question, "And again.")


def test_nobody_answers_what_another_has_in_hand_but_a_manager(staffed: Staffed, question: Question) -> None:
    cara, carl, mona = staffed("Cara", "CSR"), staffed("Carl", "CSR"), staffed("Mona", "CSR Manager")
    desk.get_next(cara)
    with pytest.raises(Refused):
        desk.send(carl, question, "On Tuesday.")
    assert desk.send(mona, question, "On Tuesday.").actor == mona.actor


def test_what_is_proposed_is_delivered_once_it_is_approved(staffed: Staffed, question: Question) -> None:
    """J16."""
    quinn, rosa = staffed("Quinn", "QA CSR"), staffed("Rosa", "QA Manager")
    mona, susan = staffed("Mona", "CSR Manager"), staffed("Susan", "Superuser")
    desk.get_next(quinn)
    with pytest.raises(Refused):
        desk.send(quinn, question, "On Tuesday.")
    first = desk.propose(quinn, question, "On Tuesday.")
    pending = Question.objects.get()
    assert (pending.state, Entry.objects.public().of_kinds("desk.answer_sent").count()) == (State.PENDING, 0)

    for refused in (mona, staffed("Carl", "CSR")):
        with pytest.raises(Refused):
            desk.see_proposals(refused, pending)
        with pytest.raises(Refused):
            desk.reassign(refused, pending, quinn.actor)  # type: ignore[arg-type]  # a Person
        with pytest.raises(Refused):
            desk.approve(refused, first)
    assert desk.see_proposals(quinn, pending) == [first]
    with pytest.raises(Refused):
        desk.approve(quinn, first)

    desk.reject(rosa, first, "Which Tuesday?")
    assert (Question.objects.get().assignee, Question.objects.get().state) == (quinn.actor, State.ASSIGNED)
    second = desk.propose(quinn, question, "On Tuesday the 24th.")
    sent = desk.approve(susan, second, "On Tuesday, 24 November.")
    assert (sent.text, sent.sent_text) == ("On Tuesday the 24th.", "On Tuesday, 24 November.")
    with pytest.raises((Refused, desk.NotNow)):
        desk.approve(rosa, second)
    assert Entry.objects.of_kinds("desk.answer_approved").count() == 1


def test_nobody_approves_their_own(staffed: Staffed, question: Question) -> None:
    susan = staffed("Susan", "Superuser")
    desk.pick(susan, question)
    own = desk.propose(susan, question, "On Tuesday.")
    with pytest.raises(Refused) as said:
        desk.approve(susan, own)
    assert said.value.verdict.rule == "nobody-approves-their-own"


def test_a_manager_puts_questions_into_hands(
    staffed: Staffed, question: Question, ann: Person, setup: Acting
) -> None:
    mona, cara = staffed("Mona", "CSR Manager"), staffed("Cara", "CSR")
    assert desk.reassign(mona, question, cara.actor).assignee == cara.actor  # type: ignore[arg-type]  # a Person
    with pytest.raises(desk.NotNow):
        desk.reassign(mona, question, ann)
    assert desk.give_back(cara, question).state == State.UNASSIGNED
    assert desk.resolve(mona, question).resolution == Resolution.WITHOUT


def test_segments_are_apart(
    setup: Acting, staffed: Staffed, question: Question, make_other: Callable[[str], Segment]
) -> None:
    """J17."""
    cara, carl, susan = staffed("Cara", "CSR"), staffed("Carl", "CSR"), staffed("Susan", "Superuser")
    other = make_other("Businesses")
    trade = desk.arrange_topic(setup, other, "Trade waste")
    desk.get_next(cara)
    with pytest.raises(desk.NotNow):
        desk.retopic(cara, question, trade)
    SegmentMember.objects.create(person_id=cara.actor.id, segment=other)
    cara_again = Acting.alone(Person.objects.get(pk=cara.actor.id))
    moved = desk.retopic(cara_again, question, trade)
    assert (moved.segment, moved.state) == (other, State.UNASSIGNED)
    with pytest.raises(Refused):
        desk.view_question(carl, question.pk)
    assert not Question.objects.seen_by(carl).exists()
    assert desk.view_question(susan, question.pk) == question


@pytest.fixture
def make_other(setup: Acting) -> Callable[[str], Segment]:
    return lambda name: people.create_segment(setup, name)


def test_whoever_waits_for_an_answer_is_not_due_to_be_erased(
    question: Question, ann: Person, staffed: Staffed
) -> None:
    assert lives.of([ann.pk])[0].against == "They wait for an answer."
    desk.resolve(staffed("Mona", "CSR Manager"), question)
    assert lives.of([ann.pk])[0].against == ""


def test_spam_is_set_aside_and_kept(staffed: Staffed, question: Question) -> None:
    desk.set_aside(staffed("Mona", "CSR Manager"), question)
    assert Question.objects.get().resolution == Resolution.SPAM


def test_topics_stand_in_a_tree(setup: Acting, segment: Segment, topics: dict[str, Topic]) -> None:
    with pytest.raises(Misfit):
        desk.arrange_topic(setup, segment, "waste")
    with pytest.raises(Misfit):
        desk.arrange_topic(setup, segment, "Waste", topic=topics["Waste"], parent=topics["Bulky"])
    with pytest.raises(Misfit):
        desk.create_skill(setup, "lorries")
    desk.delete_topic(setup, topics["Waste"])
    assert set(Topic.objects.filter(deleted_at=None).values_list("name", flat=True)) == {"Complaints"}


def test_skills_and_levels_come_and_go(setup: Acting, staffed: Staffed, topics: dict[str, Topic]) -> None:
    cara = staffed("Cara", "CSR").actor
    skill = topics["Bulky"].skills.get()
    desk.give_skill(setup, cara, skill)  # type: ignore[arg-type]  # a Person
    desk.take_skill(setup, cara, skill)  # type: ignore[arg-type]  # a Person
    level = desk.set_level(setup, 60)
    desk.take_level(setup, level)
    with pytest.raises(Misfit):
        desk.set_level(setup, 0)
    kinds = ("desk.skill_given", "desk.skill_taken", "desk.level_set", "desk.level_taken")
    assert Entry.objects.of_kinds(*kinds).count() == 4
