"""The desk in a browser: a person asks, an agent proposes, somebody approves, another arranges (J16)."""

from __future__ import annotations

import pytest
from django.utils import timezone

from alongside.assisting.acting import Acting
from alongside.desk import actions as desk
from alongside.desk.actions import letters
from alongside.desk.actions.mailboxes import Wanted, set_mailbox
from alongside.desk.mail.tests.odd import letter
from alongside.desk.models import Answer, AnswerDraft, Letter, Mailbox, Post, PostState, Topic
from alongside.people import roles
from alongside.people.models import Person, Segment
from tests.browser.conftest import Walker
from tests.cast import make_person

pytestmark = [pytest.mark.browser, pytest.mark.committed, pytest.mark.looks]


def _wanted(topic: Topic) -> Wanted:
    return Wanted(
        topic=topic, address="desk@council.example", name="Port Alder Council", host="127.0.0.1",
        port=1, security="none", username="desk", password="only-for-tests", acknowledgement="It came.",
    )  # fmt: skip


def _stored(mailbox: Mailbox, raw: bytes, uid: int = 1) -> Letter:
    stored = letters.store(mailbox, 1, uid, raw)
    assert stored is not None
    return stored


def of(role: str, name: str) -> Person:
    return make_person(name, "Desk", rights=list(roles.STANDARD[role]))


def test_j16_a_question_is_asked_proposed_approved_and_read(walker: Walker, ann: Person) -> None:
    susan = of("Superuser", "Susan")
    arranger = Acting.alone(susan)
    waste = desk.arrange_topic(arranger, Segment.objects.get(), "Waste")
    desk.arrange_topic(
        arranger, waste.segment, "Bulky", parent=waste, skills=[desk.create_skill(arranger, "Lorries")]
    )
    desk.set_level(arranger, 60)

    asking = walker(ann)
    asking.go("/questions/")
    asking.follow("Ask a question")
    asking.press("Send the question")
    assert "There is a problem" in asking.text()
    asking.page.get_by_label("What is it about?").select_option(label="Waste")
    asking.page.get_by_label("Your question").fill(
        "When is my bin emptied?\n\nIt has been full since Monday."
    )
    asking.page.get_by_label("Files").set_input_files(
        {"name": "bin.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 my bin"}
    )
    asking.press("Send the question")

    quinn = walker(of("QA CSR", "Quinn"))
    quinn.go("/console/desk/")
    quinn.press("Get next")
    quinn.page.keyboard.press("a")  # the answer
    quinn.page.keyboard.type("On Tuesday, I think.")
    quinn.page.get_by_text("Draft kept at").wait_for()
    assert AnswerDraft.objects.get().text == "On Tuesday, I think."
    quinn.page.get_by_label("Attach files").set_input_files(
        {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 a plan"}
    )
    quinn.press("Keep as a draft")
    assert ("bin.pdf" in quinn.text(), "plan.pdf" in quinn.text()) == (True, True)
    quinn.press("Submit for approval")

    rosa = walker(of("QA Manager", "Rosa"))
    rosa.go("/console/desk/")
    rosa.go("/console/desk/questions/?state=pending")
    rosa.follow("When is my bin emptied?")
    rosa.page.get_by_label("What is sent").fill("On Tuesday, 24 November.")
    rosa.press("Approve and send")
    assert Answer.objects.get().sent_text == "On Tuesday, 24 November."

    asking.go("/questions/")
    asking.follow("When is my bin emptied?")
    assert "On Tuesday, 24 November." in asking.text()
    asking.page.get_by_label("Your message").fill("In the morning?")
    asking.press("Send")

    admin = walker(susan)
    for page in (
        "desk/",
        "desk/questions/?state=all",
        "desk/agents/",
        "topics/",
        "topics/new/",
        "skills/",
        "levels/",
        "stock-answers/",
        "hours/",
    ):
        admin.go(f"/console/{page}")
    bulky = Topic.objects.get(name="Bulky")
    for page in (f"topics/{bulky.pk}/", f"topics/{bulky.pk}/removal/", f"skills/agents/{susan.pk}/"):
        admin.go(f"/console/{page}")
    mailbox = set_mailbox(arranger, _wanted(waste))
    letters.file(arranger, _stored(mailbox, letter(b"X-Spam-Flag: YES\r\nSubject: Win\r\n", b"Cheap bins.")))
    letters.file(arranger, _stored(mailbox, letter(b"Subject: My bin\r\n", b"When?"), 2))
    Post.objects.update(state=PostState.REFUSED, problem="The mail server answered 550 no such user")
    aside = Letter.objects.set_aside().get()
    for page in ("letters/", f"letters/{aside.pk}/", "posts/"):
        admin.go(f"/console/desk/{page}")
    for page in ("mailboxes/", f"mailboxes/{mailbox.pk}/"):
        admin.go(f"/console/{page}")
    today = timezone.localdate()
    admin.go(f"/console/reports/questions/?first={today}&last={today}")
    asking.press("Sign out")
    asking.go("/questions/ask/")
    asking.page.get_by_label("What is it about?").select_option(label="Waste")
    asking.page.get_by_label("Your question").fill("When is the tip open?")
    asking.press("Send the question")
    assert "Enter your name." in asking.text()
