"""A form with files, over a bad connection, from the first page to the document to keep."""

from __future__ import annotations

import os
import random
from datetime import date

import pytest
from playwright.sync_api import Browser, Route

from alongside.assisting.acting import Acting
from alongside.forms import actions as forms
from alongside.forms import reading
from alongside.forms.actions.uploading import PIECE
from alongside.forms.fields import PageForm
from alongside.forms.models import File
from alongside.forms.parsing import parse
from alongside.people.models import Group, Membership, Person, Tenant
from tests.browser.conftest import Walker
from tests.browser.test_journeys import with_password
from tests.cast import make_person

pytestmark = [pytest.mark.browser, pytest.mark.committed, pytest.mark.looks]

PROOF = {
    "pages": [
        {
            "title": "Proof of where you live",
            "items": [
                {"type": "text", "name": "street", "label": "Street", "required": True},
                {"type": "file", "name": "proof", "label": "Proof", "required": True, "max_files": 2,
                 "max_megabytes": 5, "types": ["pdf"]},
            ],
        }
    ],
}  # fmt: skip
PAGE = {
    "title": "Everything",
    "items": [
        {"type": "text", "name": "plain", "label": "Plain", "max_length": 12},
        {"type": "text", "name": "plate", "label": "Plate", "pattern": "[A-Z]{2}[0-9]{2} ?[A-Z]{3}",
         "pattern_message": "Like AB12 CDE."},
        {"type": "text", "name": "code", "label": "Code", "pattern": "[\\wäöüß.-]+|K{2}",
         "pattern_message": "Like a_b."},
        {"type": "text", "name": "digits", "label": "Digits", "pattern": "\\d{3,5}", "min_length": 4,
         "pattern_message": "Digits."},
        {"type": "long_text", "name": "long", "label": "Long", "max_length": 20},
        {"type": "number", "name": "number", "label": "Number", "minimum": 1},
        {"type": "integer", "name": "whole", "label": "Whole"},
        {"type": "money", "name": "money", "label": "Money"},
        {"type": "date", "name": "day", "label": "Day"},
        {"type": "date_of_birth", "name": "born", "label": "Born"},
        {"type": "email", "name": "email", "label": "E-mail"},
        {"type": "telephone", "name": "telephone", "label": "Telephone"},
        {"type": "postcode", "name": "postcode", "label": "Postcode"},
    ],
}  # fmt: skip
# What somebody may type, as a whole or in pieces.
TYPED = (
    *("AB12 CDE", "ab12cde", " AB12CDE ", "AB12\u00a0CDE", "AB12  CDE", "\u212a\u212a", "KK", "a.b-c"),
    *("ä\u0308_ö", "a\u0308", "12345", "١٢٣٤", "１２３４", "12.50", "£ 1,250.00", "−5", "1 000", "+3"),
    *("27/3/1984", "27 March 1984", "1984-03-27", "31/2/2020", "ann@example.com", "o'hara+1@example.co.uk"),
    *("ann@localhost", "ånn@example.com", "ann@bücher.example", " ann@example.com ", "ann@example..com"),
    *("a@b@c.de", "PL4 8AA", "pl48aa", "0161 496 0000", "+44 161 496 0000", "(01632) 960123"),
    *("\U0001f469\u200d\U0001f680", "\ufb01sh", "line\nline", "\ttab", "x" * 21, "", " ", "\u3000", "\u200b"),
    *("]", "\\", "&", "--", "é" * 12, "e\u0301" * 12),
)
ASK = """(sent) => sent.map(([name, text]) => {
  const field = document.querySelector(`[name="${name}"]`);
  field.value = text;
  const most = field.maxLength;
  return [field.value, field.checkValidity() && (most < 0 || field.value.length <= most)];
})"""
LETTER = b"%PDF-1.7\n" + b"x" * (2 * PIECE + 5)


def test_the_browser_refuses_nothing_that_the_server_takes(chromium: Browser) -> None:
    """The hints of browsers come from the same questions: whatever one calls wrong, the server calls wrong,
    too. ALONGSIDE_FUZZ_ANSWERS says how many answers are drawn beside those that stand above."""
    drawn = random.Random(os.environ.get("ALONGSIDE_FUZZ_SEED", "papers"))
    many = int(os.environ.get("ALONGSIDE_FUZZ_ANSWERS", "60"))
    page = parse({"pages": [PAGE]}).pages[0]
    questions = {question.name: question for question in page.questions}
    today = date(2026, 11, 23)
    form = PageForm(page, today=today, variables={}, own=True)
    sent = [(name, text) for name in questions for text in TYPED]
    sent += [
        (
            drawn.choice([*questions]),
            "".join(drawn.choices(TYPED, k=drawn.randint(1, 3)))[: drawn.randint(1, 40)],
        )
        for _ in range(many)
    ]
    browser = chromium.new_page()
    browser.set_content("<form>" + "".join(str(form[name]) for name in questions) + "</form>")
    answers = browser.evaluate(ASK, sent)
    browser.close()
    disagreed = []
    for (name, _), (typed, fits) in zip(sent, answers, strict=True):
        try:
            reading.read(questions[name], typed.replace("\n", "\r\n"), today)
        except reading.Unfit:
            continue
        if not fits:
            disagreed.append((name, typed))
    assert disagreed == []


def test_a_file_arrives_over_a_bad_connection(walker: Walker, house: Tenant, caller: Person) -> None:
    staff = Group.objects.create(name="Proofs", staff=True)
    editor = Acting.alone(make_person("Ella", "Editor", rights=["forms.publish"]))
    forms.publish(editor, slug="proof", title="Proof of address", definition=PROOF, staff=[staff])
    walk = walker(with_password(caller))
    page = walk.page
    lost: list[str] = []

    def lose(route: Route) -> None:
        """The second piece is lost twice."""
        if f"at={PIECE}" in route.request.url and len(lost) < 2:
            lost.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    page.route("**/uploads/*/*", lose)
    walk.go("/forms/proof/")
    walk.problems.clear()
    page.get_by_label("Street").fill("14 Quay Street")
    page.get_by_label("Proof").set_input_files(
        {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": LETTER}
    )
    page.get_by_text("letter.pdf is there.").wait_for(timeout=20_000)
    page.get_by_label("Proof", exact=True).set_input_files(
        {"name": "note.txt", "mimeType": "text/plain", "buffer": b"hello"}
    )
    page.get_by_text("This file cannot be taken: send a PDF.").wait_for(timeout=10_000)
    assert (len(lost), File.objects.get().size) == (2, len(LETTER))
    walk.problems[:] = [one for one in walk.problems if "ERR_FAILED" not in one]
    walk.look(page)
    # Nothing was pressed yet, and it is there when the page is opened again.
    walk.go("/forms/proof/")
    walk.follow("Continue with what was saved")
    assert page.get_by_label("Keep letter.pdf").is_checked()
    walk.press("Continue")
    walk.press("Hand in")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Save as PDF").click()
    assert taken.value.suggested_filename.startswith("proof-")

    paul = make_person("Paul", "Permits", rights=["console.enter", "forms.handle"])
    Membership.objects.create(group=staff, person=paul)
    desk = walker(paul)
    desk.go("/console/submissions/")
    desk.page.get_by_role("rowheader").get_by_role("link").first.click()
    desk.look(desk.page)
    with desk.page.expect_download() as fetched:
        desk.page.get_by_role("link", name="letter.pdf").click()
    assert fetched.value.suggested_filename == "letter.pdf"
