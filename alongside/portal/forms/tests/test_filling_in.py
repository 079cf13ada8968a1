"""From the first page to the confirmation, alone and for somebody."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from alongside.forms.models import Draft, Submission
from alongside.forms.tests.samples import FIRST, SECOND, published
from alongside.history.models import Entry
from alongside.people.models import Person
from alongside.portal.tests.doors import begin_to_help, sent_by, text_of
from tests.council import browser_of

pytestmark = pytest.mark.django_db

PAGES = "/forms/permit/drafts/{}/pages/"


@pytest.fixture
def anns(ann: Person) -> Client:
    published()
    return browser_of(ann)


def begun(client: Client, start: str = "") -> Draft:
    """A draft with its first page, as a browser begins it."""
    assert client.post(f"{start}/forms/permit/", FIRST).status_code == 303
    return Draft.objects.order_by("saved_at").last() or pytest.fail("nothing was begun")


def test_looking_at_a_form_writes_nothing(anns: Client) -> None:
    entries = Entry.objects.count()

    page = anns.get("/forms/permit/")

    assert page.status_code == 200
    assert "You are asking as Ann Example." in text_of(page)
    assert 'value="Ann Example"' in page.content.decode()
    assert (Draft.objects.count(), Entry.objects.count()) == (0, entries)


@pytest.mark.parametrize("helped", [False, True], ids=["alone", "for somebody"])
def test_a_form_is_filled_in_and_handed_in(ann: Person, bob: Person, helped: bool) -> None:
    published()
    client = browser_of(bob if helped else ann)
    start = begin_to_help(client, ann) if helped else ""

    first = client.get(f"{start}/forms/permit/")
    second = client.post(f"{start}/forms/permit/", FIRST | sent_by(first))
    pages = start + PAGES.format(Draft.objects.get().pk)
    assert (second.status_code, second["Location"]) == (303, f"{pages}2/")

    check = client.post(second["Location"], SECOND)
    assert (check.status_code, check["Location"]) == (303, f"{pages}summary/")
    said = text_of(client.get(check["Location"]))
    assert "12 March 1980" in said
    assert "Zone A Zone B" in said

    done = client.post(check["Location"])
    submission = Submission.objects.get()
    assert (done.status_code, done["Location"]) == (303, f"{start}/requests/{submission.pk}/")
    assert (submission.person, submission.actor) == (ann, bob if helped else ann)
    said = text_of(client.get(done["Location"]))
    assert submission.reference in said
    assert "Your permit comes by post." in said


def test_what_does_not_fit_is_shown_with_what_was_typed(anns: Client) -> None:
    answer = anns.post("/forms/permit/", {"full_name": "", "born": "31/2/1980"})

    assert answer.status_code == 422
    said = text_of(answer)
    assert "Full name – Answer this question." in said
    assert "Date of birth – Enter a day, month and year that exist, for example 27 3 1984." in said
    assert 'value="31/2/1980"' in answer.content.decode()
    assert not Draft.objects.exists()


def test_what_does_not_fit_on_a_later_page_leaves_what_was_saved(anns: Client) -> None:
    draft = begun(anns)

    answer = anns.post(f"{PAGES.format(draft.pk)}2/", {"plate": "<b>", "zones": ["a", "z"]})

    assert answer.status_code == 422
    assert 'value="&lt;b&gt;"' in answer.content.decode()
    draft.refresh_from_db()
    assert set(draft.answers) == {"full_name", "born"}


def test_a_page_that_is_sent_twice_begins_one_draft(anns: Client) -> None:
    sent = FIRST | sent_by(anns.get("/forms/permit/"))

    locations = {anns.post("/forms/permit/", sent)["Location"] for _ in range(2)}

    assert locations == {f"{PAGES.format(Draft.objects.get().pk)}2/"}


def test_handing_in_twice_leads_to_one_request(anns: Client) -> None:
    pages = PAGES.format(begun(anns).pk)
    anns.post(f"{pages}2/", SECOND)

    locations = {anns.post(f"{pages}summary/")["Location"] for _ in range(2)}

    assert locations == {f"/requests/{Submission.objects.get().pk}/"}


def test_what_is_saved_for_later_need_not_fit_and_is_shown_again(anns: Client) -> None:
    answer = anns.post("/forms/permit/", {"full_name": "Ann", "born": "31/2/1980", "then": "later"})

    assert (answer.status_code, answer["Location"]) == (303, "/account/")
    account = anns.get("/account/")
    assert "Parking permit is saved." in text_of(account)
    (carry_on,) = re.findall(r'href="(/forms/permit/drafts/[^"]*/pages/1/)"', account.content.decode())
    page = anns.get(carry_on)
    assert 'value="31/2/1980"' in page.content.decode()
    assert "Date of birth – Enter a day, month and year that exist" in text_of(page)
    assert "Answer this question." not in text_of(page)


def test_going_back_keeps_what_was_typed(anns: Client) -> None:
    draft = begun(anns)

    answer = anns.post(f"{PAGES.format(draft.pk)}2/", {"plate": "ab", "then": "back"})

    assert (answer.status_code, answer["Location"]) == (303, f"{PAGES.format(draft.pk)}1/")
    draft.refresh_from_db()
    assert draft.answers["plate"]["typed"] == "ab"


def test_the_summary_says_what_is_missing_and_hands_nothing_in(anns: Client) -> None:
    pages = PAGES.format(begun(anns).pk)

    for answer, status in ((anns.get(f"{pages}summary/"), 200), (anns.post(f"{pages}summary/"), 422)):
        assert answer.status_code == status
        assert "Registration number – Answer this question." in text_of(answer)
        assert f'href="{pages}2/?check=yes#id_plate"' in answer.content.decode()
        assert "Hand in" not in text_of(answer)
    assert not Submission.objects.exists()


def test_changing_an_answer_leads_back_to_the_summary(anns: Client) -> None:
    pages = PAGES.format(begun(anns).pk)
    anns.post(f"{pages}2/", SECOND)

    page = anns.get(f"{pages}1/?check=yes").content.decode()
    answer = anns.post(f"{pages}1/?check=yes", FIRST | {"full_name": "Ann E."})

    assert f'action="{pages}1/?check=yes"' in page
    assert (answer.status_code, answer["Location"]) == (303, f"{pages}summary/")


def test_the_page_after_the_last_is_the_summary_and_there_is_none_beyond(anns: Client) -> None:
    pages = PAGES.format(begun(anns).pk)

    assert anns.get(f"{pages}3/")["Location"] == f"{pages}summary/"
    assert [anns.get(f"{pages}{number}/").status_code for number in (0, 4)] == [404, 404]


def test_whoever_saved_a_form_is_offered_to_carry_on(anns: Client, ann: Person, bob: Person) -> None:
    draft = begun(anns)

    page = anns.get("/forms/permit/")

    assert "You saved this form just now. Continue with what was saved" in text_of(page)
    assert f'href="{PAGES.format(draft.pk)}2/"' in page.content.decode()
    bobs = browser_of(bob)
    page = bobs.get(f"{begin_to_help(bobs, ann)}/forms/permit/")
    assert "Ann Example saved this form just now. Continue with what was saved" in text_of(page)


def test_what_was_handed_in_cannot_be_changed(anns: Client) -> None:
    pages = PAGES.format(begun(anns).pk)
    anns.post(f"{pages}2/", SECOND)
    anns.post(f"{pages}summary/")
    there = f"/requests/{Submission.objects.get().pk}/"

    removal = pages.replace("pages/", "removal/")
    assert [anns.post(path, FIRST)["Location"] for path in (f"{pages}1/", f"{pages}summary/", removal)] == [
        there
    ] * 3
    assert anns.get(f"{pages}1/")["Location"] == there
    assert "Your permit comes by post." in text_of(anns.get(there))


def test_throwing_away_asks_first_and_twice_is_once(anns: Client) -> None:
    draft = begun(anns)
    removal = f"/forms/permit/drafts/{draft.pk}/removal/"

    assert "Throw away Parking permit?" in text_of(anns.get(removal))
    draft.refresh_from_db()
    assert draft.discarded_at is None

    assert [anns.post(removal)["Location"] for _ in range(2)] == ["/account/"] * 2
    assert anns.get(f"{PAGES.format(draft.pk)}1/").status_code == 404


def test_somebody_elses_draft_is_not_found_like_one_that_never_was(
    anns: Client, ben: Person, bob: Person
) -> None:
    draft = begun(anns)
    bobs = browser_of(bob)
    starts = [(browser_of(ben), ""), (bobs, ""), (bobs, begin_to_help(bobs, ben))]

    for client, start in starts:
        for place in ("pages/1/", "pages/summary/", "removal/"):
            known, unknown = (
                client.post(f"{start}/forms/permit/drafts/{number}/{place}", FIRST)
                for number in (draft.pk, "00000000-0000-4000-8000-000000000000")
            )
            assert (known.status_code, unknown.status_code) == (404, 404)
            assert text_of(known) == text_of(unknown)


def test_a_draft_is_not_found_below_another_form(anns: Client) -> None:
    draft = begun(anns)
    published("other")

    assert anns.get(f"/forms/other/drafts/{draft.pk}/pages/1/").status_code == 404


def test_whoever_is_not_signed_in_is_asked_to_sign_in_and_comes_back(ann: Person) -> None:
    published()
    visitor = Client(headers={"host": ann.tenant.domain})

    assert "Parking permit" in text_of(visitor.get("/forms/"))
    answer = visitor.get("/forms/permit/")

    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/forms/permit/")
