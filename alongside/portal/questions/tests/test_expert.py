"""An agent asks outside; whoever holds the link sees what was passed on, replies, and sees nothing else."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from alongside.assisting.acting import Acting
from alongside.desk import actions as desk
from alongside.desk.actions import custody
from alongside.desk.models import AnswerDraft, ExpertReply, Forwarding, Topic
from alongside.desk.tests.conftest import Staffed
from alongside.history.models import Entry
from alongside.people.models import Person
from alongside.portal.tests.doors import text_of
from tests.council import browser_of

pytestmark = pytest.mark.django_db

ASKED = {
    "name": "Erna Expert",
    "address": "erna@lab.example",
    "asked": "Is it toxic?",
    "days": "14",
    "passes_thread": "on",
}


class Asking:
    """Ann's question with a file, in Cara's hands; `at` is its page in Cara's browser."""

    def __init__(self, ann: Person, topic: Topic, cara: Acting) -> None:
        said = {"topic": topic.pk, "text": "What is this powder?"}
        file = SimpleUploadedFile("powder.pdf", b"%PDF-1.7 white")
        browser_of(ann).post("/questions/new/", said | {"attachments": [file]})
        self.question = desk.get_next(cara)[0]
        assert isinstance(cara.actor, Person)
        self.cara, self.at = browser_of(cara.actor), f"/console/desk/questions/{self.question.pk}/"
        self.outside = Client(headers={"host": ann.tenant.domain})

    def forward(self, **said: str) -> str:
        """The link that the page shows."""
        assert self.cara.post(f"{self.at}forwarding/", ASKED | said).status_code == 303
        found = re.findall(r'href="[^"]*(/questions/experts/[^"]+/)"', self.page())
        return str(found[0])

    def page(self) -> str:
        return self.cara.get(self.at).content.decode()


@pytest.fixture
def asking(ann: Person, topics: dict[str, Topic], staffed: Staffed) -> Asking:
    return Asking(ann, topics["Waste"], staffed("Cara", "CSR"))


def test_from_asking_to_the_answer(asking: Asking) -> None:
    link = asking.forward()
    page: Any = asking.outside.get(link)
    said = text_of(page)
    for shown in ("Cara Desk of", "Is it toxic?", "What is this powder?", "The customer asked"):
        assert shown in said
    assert ("Ann" in said, "powder.pdf" in said) == (False, False)
    assert (page["Cache-Control"], page["Referrer-Policy"]) == ("private, no-store", "same-origin")
    asking.outside.get(link)
    assert Entry.objects.of_kinds("desk.forwarding_opened").count() == 1
    assert "Opened" in asking.page()

    for empty in ("", " \n "):
        assert "Write something first." in text_of(asking.outside.post(link, {"text": empty}))
    assert asking.outside.post(link, {"text": "It is <b>flour</b>."})["Location"] == link
    assert "It is <b>flour</b>." in text_of(asking.outside.get(link))
    assert "It is &lt;b&gt;flour" in asking.page()
    assert "Expert replied" in asking.cara.get("/console/desk/").content.decode()
    reply = ExpertReply.objects.get()
    took = asking.cara.post(f"{asking.at}replies/{reply.pk}/", {"text": "Dear Ann,"})
    assert took.status_code == 303
    assert AnswerDraft.objects.get().text == "Dear Ann,\n\nIt is <b>flour</b>."
    assert "In an answer" in asking.page()
    assert "Expert replied" not in asking.cara.get("/console/desk/").content.decode()


def test_files_and_the_name_go_along_where_that_was_chosen(asking: Asking) -> None:
    silent = asking.forward(passes_thread="")
    full = asking.forward(passes_files="on", names_customer="on")
    said = asking.outside.get(full).content.decode()
    assert ("Ann Example" in said, "What is this powder?" in text_of(asking.outside.get(silent))) == (
        True,
        False,
    )
    (file,) = re.findall(rf'href="({re.escape(full)}files/[^"]+)"', said)
    assert asking.outside.get(file).content == b"%PDF-1.7 white"
    assert Entry.objects.of_kinds("desk.passed_file_fetched").count() == 1
    assert asking.outside.get(file.replace(full, silent)).status_code == 404


def test_a_link_that_is_over_looks_like_none(asking: Asking) -> None:
    link = asking.forward()
    none = asking.outside.get("/questions/experts/nothing~here/")
    made = Forwarding.objects.get()
    back = asking.cara.post(f"{asking.at}forwardings/{made.pk}/withdrawal/")
    assert back.status_code == 303
    over = asking.outside.get(link)
    assert over.status_code == none.status_code == 404
    assert text_of(over) == text_of(none)
    assert asking.outside.post(link, {"text": "Flour."}).status_code == 404
    page = asking.page()
    assert ("Taken back" in page, link in page) == (True, False)
    again = asking.cara.post(f"{asking.at}forwardings/{made.pk}/withdrawal/", follow=True)
    assert "That is over already." in text_of(again)
    gone = asking.cara.post(f"{asking.at}replies/{made.pk}/", follow=True)
    assert "There is no such reply" in text_of(gone)


def test_what_was_typed_is_kept_where_it_does_not_fit(asking: Asking) -> None:
    wrong = asking.cara.post(f"{asking.at}forwarding/", ASKED | {"address": "nowhere"})
    said = wrong.content.decode()
    assert (wrong.status_code, "Enter an e-mail address such as" in said, "Is it toxic?" in said) == (
        422,
        True,
        True,
    )


def test_whoever_may_not_take_it_back_is_told_so_and_sees_no_link(asking: Asking, staffed: Staffed) -> None:
    link = asking.forward()
    quinn = staffed("Quinn", "QA CSR").actor
    assert isinstance(quinn, Person)
    other, made = browser_of(quinn), Forwarding.objects.get()
    page = other.get(asking.at).content.decode()
    assert ("Is it toxic?" in page, link in page) == (True, False)
    refused = other.post(f"{asking.at}forwardings/{made.pk}/withdrawal/", follow=True)
    assert "Their link answers no more" not in text_of(refused)
    assert Forwarding.objects.get().withdrawn_at is None


def test_erasing_the_customer_empties_what_was_asked_and_replied(asking: Asking, ann: Person) -> None:
    link = asking.forward()
    asking.outside.post(link, {"text": "Flour."})
    custody.CONVERSATIONS.erase(ann)
    assert (Forwarding.objects.get().asked, ExpertReply.objects.get().text) == ("", "")
