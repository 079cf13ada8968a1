"""Links of softphones: what they open, and that they change nothing (spec G20–G25, J1)."""

from __future__ import annotations

import logging
import re
from itertools import product
from random import Random
from urllib.parse import urlencode

import pytest

from alongside.assisting.acting import Acting
from alongside.assisting.models import Assistance
from alongside.history.models import Entry
from alongside.interactions.models import Interaction
from alongside.people import actions as people
from alongside.people import middleware
from alongside.people.models import Person
from alongside.site.server import line
from tests.council import browser_of, resident

pytestmark = pytest.mark.django_db

NUMBER = "01632 960123"
SEARCH = re.compile(r"/console/searches/[0-9a-f-]{36}/")


@pytest.fixture
def cora(setup: Acting) -> Person:
    return resident(setup, "Cora", "Tregenza", telephone=NUMBER)


def kinds() -> list[str]:
    return [entry.kind for entry in Entry.objects.oldest_first() if not entry.kind.startswith("people.reg")][
        1:
    ]


def test_q_searches_at_once_and_leaves_no_number_in_an_address(bob: Person, cora: Person) -> None:
    browser = browser_of(bob)
    answer = browser.get("/console/", {"q": NUMBER})
    assert (answer.status_code, answer.content) == (303, b"")
    assert SEARCH.fullmatch(answer["Location"])
    page = browser.get(answer["Location"]).content.decode()
    assert f'href="/console/people/{cora.pk}/"' in page
    assert f"telephone {NUMBER}" in page
    assert kinds() == ["people.searched"]


@pytest.mark.parametrize("spelling", ["01632960123", "+44 1632 960 123", "960123"])
def test_a_number_is_found_however_the_telephone_writes_it(bob: Person, cora: Person, spelling: str) -> None:
    page = browser_of(bob).get("/console/", {"q": spelling}, follow=True).content.decode()
    assert f'href="/console/people/{cora.pk}/"' in page


def test_a_single_field_is_searched_by_its_name(setup: Acting, bob: Person, cora: Person) -> None:
    dora = resident(setup, "Dora", "Penrose", mobile=NUMBER)
    page = browser_of(bob).get("/console/", {"mobile": NUMBER}, follow=True).content.decode()
    assert f"/console/people/{dora.pk}/" in page
    assert f"/console/people/{cora.pk}/" not in page


def test_a_field_that_is_not_searchable_is_ignored(bob: Person, cora: Person) -> None:
    answer = browser_of(bob).get("/console/", {"title": "Dr", "colour": "red"})
    assert answer.status_code == 200


def test_u_opens_the_details(bob: Person, cora: Person) -> None:
    answer = browser_of(bob).get("/console/", {"u": str(cora.pk)})
    assert (answer.status_code, answer["Location"]) == (303, f"/console/people/{cora.pk}/")


def test_q_and_u_show_the_results_with_the_details_open(bob: Person, cora: Person) -> None:
    answer = browser_of(bob).get("/console/", {"q": "tregenza", "u": str(cora.pk)}, follow=True)
    assert "<h1>Cora Tregenza</h1>" in answer.content.decode()
    assert "Everybody found" in answer.content.decode()
    assert kinds() == ["people.searched", "people.details_viewed"]


def test_u_of_somebody_unknown_finds_nothing_at_all(bob: Person, cora: Person) -> None:
    answer = browser_of(bob).get("/console/", {"q": "tregenza", "u": "77"}, follow=True)
    assert answer.status_code == 404
    assert kinds() == []


def test_assist_only_asks(bob: Person, cora: Person) -> None:
    browser = browser_of(bob)
    answer = browser.get("/console/", {"assist": str(cora.pk), "channel": "phone"})
    wish = urlencode({"person": cora.pk, "channel": "phone"})
    assert (answer.status_code, answer["Location"]) == (303, f"/console/assistances/new/?{wish}")
    question = browser.get(answer["Location"])
    assert "Cora Tregenza" in question.content.decode()
    assert (Assistance.objects.count(), Interaction.objects.count()) == (0, 0)


@pytest.mark.parametrize("method", ["get", "head", "options"])
@pytest.mark.parametrize(
    "link", [{"assist": True}, {"u": True}, {"q": NUMBER}, {"assist": True, "q": NUMBER}]
)
def test_nothing_is_begun_by_following_a_link(
    bob: Person, cora: Person, method: str, link: dict[str, str | bool]
) -> None:
    query = {name: str(cora.pk) if value is True else str(value) for name, value in link.items()}
    browser = browser_of(bob)
    answer = getattr(browser, method)(f"/console/?{urlencode(query)}")
    if answer.status_code == 303:
        getattr(browser, method)(answer["Location"])
    assert (Assistance.objects.count(), Interaction.objects.count()) == (0, 0)


def test_what_a_contact_begins_with_is_filled_in(bob: Person, cora: Person) -> None:
    link = {"q": NUMBER, "channel": "letter", "service": "benefits", "formid": "begin"}
    page = browser_of(bob).get("/console/", link, follow=True).content.decode()
    assert '<option value="letter" selected>' in page
    assert '<option value="benefits" selected>' in page


@pytest.mark.parametrize("link", [{"u": "abc"}, {"assist": "-1"}, {"q": "x" * 10_000}, {"telephone": "\x00"}])
def test_a_hostile_link_is_answered_with_a_sentence(bob: Person, link: dict[str, str]) -> None:
    answer = browser_of(bob).get("/console/", link)
    assert answer.status_code == 400
    assert "This link cannot be followed." in answer.content.decode()
    assert "x" * 200 not in answer.content.decode()
    assert kinds() == []


def test_a_question_belongs_to_the_sign_in_that_asked_it(bob: Person, cora: Person) -> None:
    address = browser_of(bob).get("/console/", {"q": NUMBER})["Location"]
    assert browser_of(bob).get(address).status_code == 404


def test_somebody_who_is_not_signed_in_signs_in_first(bob: Person) -> None:
    browser = browser_of(bob)
    browser.logout()
    answer = browser.get("/console/", {"u": "17"})
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/console/%3Fu%3D17")


def test_the_link_of_an_unknown_page_is_a_question_and_nobody_is_looked_up(
    setup: Acting, bob: Person, cora: Person
) -> None:
    browser, sent = browser_of(bob), {"Sec-Fetch-Site": "cross-site", "Referer": "https://evil.example/x?y"}
    for link, question in (({"q": NUMBER}, NUMBER), ({"u": str(cora.pk)}, "open somebody’s details")):
        answer = browser.get("/console/", link, headers=sent)
        assert re.fullmatch(r"/console/searches/[0-9a-f-]{36}/question/", answer["Location"])
        page = browser.get(answer["Location"]).content.decode()
        assert ("https://evil.example," in page, question in page, "Tregenza" in page) == (True, True, False)
    assert kinds() == []
    assert browser.get(answer["Location"].replace("question/", "")).status_code == 200

    people.set_options(setup, "callers", {"pop_sources": ["https://evil.example"]})
    middleware._kept.clear()
    answer = browser.get("/console/", {"q": NUMBER}, headers=sent)
    assert SEARCH.fullmatch(answer["Location"])


@pytest.mark.looks  # the same on either database
def test_after_two_hundred_links_no_log_and_no_address_holds_a_number(
    bob: Person, cora: Person, caplog: pytest.LogCaptureFixture
) -> None:
    browser, draw = browser_of(bob), Random(5)
    caplog.set_level(logging.DEBUG)
    for form, _ in product(WRITTEN, range(20)):
        digits = f"1632{draw.randrange(10**6):06}"
        caplog.clear()
        answer = browser.get("/console/", {draw.choice(["q", "telephone"]): form.replace("#", digits)})
        told = [answer.headers.get("Location", ""), answer["Referrer-Policy"], *caplog.messages]
        told.append(
            line({"raw_path": b"/console/", "query_string": f"q={digits}".encode()} | ASKED, 303, 0.1)
        )
        if answer.status_code == 303:
            page = browser.get(answer["Location"])
            told += [page["Referrer-Policy"], *re.findall("<title>.*?</title>", page.content.decode())]
            told += re.findall(r"(?:href|src|action)=\"([^\"]*)\"", page.content.decode())
        assert answer["Referrer-Policy"] == "same-origin"
        assert digits[-6:] not in re.sub(r"[^0-9A-Za-z<>/]", "", " ".join(told))


WRITTEN = [
    *("0#", "+44#", "tel:+44#", "sip:0#@exchange.example;user=phone", "0044 (0)#", "callto:0#", "0# ext. 12"),
    *("+44\u2011#", "“0#”", "%2B44#"),
]
ASKED = {"type": "http", "method": "GET", "client": ("192.0.2.7", 1)}
