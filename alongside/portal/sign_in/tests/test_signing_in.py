"""Signing in, a forgotten password, and the second factor, as a browser meets them."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from django.test import Client

from alongside.lib import clock
from alongside.people.models import Person, Tenant
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db

NEW = "three odd lanterns"


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet() -> None:
    """Attempts are counted in the cache, by address: all tests come from the same one."""
    cache.clear()


@pytest.fixture
def browser(tenant: Tenant) -> Client:
    return Client(headers={"host": tenant.domain})


def sign_in(browser: Client, person: Person, password: str = PASSWORD, *, then: str = "") -> str:
    """Give name and password; the address one is sent to, or the page when one is not let in."""
    given = {"login": person.username, "password": password, "next": then}
    answer = browser.post("/accounts/login/", given)
    return answer["Location"] if answer.status_code == 302 else answer.content.decode()


def test_a_person_signs_in_and_is_at_home(browser: Client, ann: Person) -> None:
    assert sign_in(browser, ann) == "/"


def test_an_agent_signs_in_and_is_at_work(browser: Client, bob: Person) -> None:
    assert sign_in(browser, bob) == "/console/"
    assert sign_in(Client(headers={"host": bob.tenant.domain}), bob, then="/account/") == "/account/"


def test_it_is_kept_when_a_password_was_wrong(browser: Client, ann: Person, ben: Person) -> None:
    before = clock.now()
    sign_in(browser, Person(username=" ANN"), "wrong password")
    sign_in(browser, Person(username="nobody"), "wrong password")
    sign_in(browser, ben)
    for person in (ann, ben):
        person.refresh_from_db()
    assert ann.failed_sign_in_at is not None
    assert before <= ann.failed_sign_in_at <= clock.now()
    assert (ann.last_login, ben.failed_sign_in_at) == (None, None)
    assert ben.last_login is not None


def test_a_person_who_was_on_the_way_somewhere_gets_there(browser: Client, ann: Person) -> None:
    assert sign_in(browser, ann, then="/forms/permit/") == "/forms/permit/"


def test_nobody_is_sent_to_another_site(browser: Client, ann: Person) -> None:
    assert sign_in(browser, ann, then="https://example.com/") == "/"


def test_the_name_is_taken_as_people_type_it(browser: Client, ann: Person) -> None:
    answer = browser.post("/accounts/login/", {"login": "  ANN ", "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(browser: Client, ann: Person) -> None:
    wrong = sign_in(browser, ann, "wrong password")
    unknown = sign_in(browser, Person(username="nobody"), "wrong password")
    assert "The user name or the password is not right." in wrong
    assert hidden_token_out(wrong).replace('"ann"', '"nobody"') == hidden_token_out(unknown)


def test_whoever_guesses_passwords_must_wait(browser: Client, ann: Person) -> None:
    tries = [sign_in(browser, ann, "wrong password") for _ in range(6)]
    assert ["Too many attempts" in page for page in tries] == [False] * 5 + [True]


def test_what_is_missing_is_said_at_each_field(browser: Client, tenant: Tenant) -> None:
    page = browser.post("/accounts/login/", {}).content.decode()
    assert "<title>Error: Sign in" in page
    assert page.count("Give your user name or e-mail.") == 2  # in the summary, and at the field
    assert page.count("Give your password.") == 2


@pytest.mark.parametrize(
    ("address", "autocomplete"),
    [
        ("/accounts/login/", ["username", "current-password"]),
        ("/accounts/password/reset/", ["email"]),
    ],
)
def test_a_browser_may_fill_in_what_it_knows(
    browser: Client, tenant: Tenant, address: str, autocomplete: list[str]
) -> None:
    assert re.findall(r'autocomplete="([^"]+)"', browser.get(address).content.decode()) == autocomplete


def test_nobody_opens_an_account_by_themselves(browser: Client, tenant: Tenant) -> None:
    assert "Accounts are opened for you" in browser.get("/accounts/signup/").content.decode()
    given = {"username": "mallory", "password1": NEW, "password2": NEW}
    assert "Accounts are opened for you" in browser.post("/accounts/signup/", given).content.decode()
    assert not Person.objects.filter(username="mallory").exists()


def test_addresses_are_not_changed_beside_the_profile(browser: Client, ann: Person) -> None:
    sign_in(browser, ann)
    assert browser.get("/accounts/email/").status_code == 404


def test_a_person_chooses_a_new_password_by_e_mail(browser: Client, ann: Person) -> None:
    answer = browser.post("/accounts/password/reset/", {"email": "ann@example.com"}, follow=True)
    assert "Look at your e-mail" in answer.content.decode()
    (letter,) = mail.outbox
    assert letter.subject == "Choose a new password – Port Alder Council"
    assert "Your user name is ann." in letter.body
    (link,) = re.findall(r"http://[^/]+(/accounts/\S+)", str(letter.body))

    page = browser.get(link, follow=True)
    chosen = browser.post(page.redirect_chain[-1][0], {"password1": NEW, "password2": NEW}, follow=True)
    assert "Your password is changed" in chosen.content.decode()
    assert sign_in(browser, ann, NEW) == "/"

    browser.post("/accounts/logout/")
    assert "This link cannot be used" in browser.get(link).content.decode()


def test_nobody_learns_who_has_an_account(browser: Client, ann: Person) -> None:
    known = browser.post("/accounts/password/reset/", {"email": "ann@example.com"}, follow=True)
    unknown = browser.post("/accounts/password/reset/", {"email": "eve@example.com"}, follow=True)
    assert hidden_token_out(known.content.decode()) == hidden_token_out(unknown.content.decode())
    assert [letter.subject.split(" – ")[0] for letter in mail.outbox] == [
        "Choose a new password",
        "No account with this address",
    ]


def test_a_person_changes_the_password(browser: Client, ann: Person) -> None:
    sign_in(browser, ann)
    given = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert browser.post("/accounts/password/change/", given).status_code == 302
    browser.post("/accounts/logout/")
    assert sign_in(browser, ann, NEW) == "/"


def test_a_new_password_given_differently_twice_is_not_taken(browser: Client, ann: Person) -> None:
    sign_in(browser, ann)
    given = {"oldpassword": PASSWORD, "password1": NEW, "password2": "something else"}
    page = browser.post("/accounts/password/change/", given).content.decode()
    assert 'id="id_password2-error"' in page


def test_signing_out_takes_a_post(browser: Client, ann: Person) -> None:
    sign_in(browser, ann)
    assert "Sign out?" in browser.get("/accounts/logout/").content.decode()
    assert browser.get("/accounts/2fa/").status_code == 200
    browser.post("/accounts/logout/")
    assert browser.get("/accounts/2fa/").status_code == 302


def test_an_agent_sets_up_a_second_factor_and_is_then_asked_for_it(browser: Client, bob: Person) -> None:
    sign_in(browser, bob)
    secret = set_up_app(browser)
    browser.post("/accounts/logout/")

    assert sign_in(browser, bob) == "/accounts/2fa/authenticate/"
    page = browser.get("/accounts/2fa/authenticate/").content.decode()
    assert 'autocomplete="one-time-code"' in page
    refused = browser.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert "The code is not right" in refused.content.decode()
    let_in = browser.post("/accounts/2fa/authenticate/", {"code": code(secret, steps=1)})
    assert (let_in.status_code, let_in["Location"]) == (302, "/console/")


def test_a_recovery_code_works_once(browser: Client, bob: Person) -> None:
    sign_in(browser, bob)
    set_up_app(browser)
    page = browser.get("/accounts/2fa/recovery-codes/").content.decode()
    codes = re.findall(r'<li class="code">(\w+)</li>', page)
    download = browser.get("/accounts/2fa/recovery-codes/download/").content.decode()
    assert (len(codes), download.split()) == (10, codes)

    for status in (302, 200):
        browser.post("/accounts/logout/")
        sign_in(browser, bob)
        assert browser.post("/accounts/2fa/authenticate/", {"code": codes[0]}).status_code == status


def test_the_second_factor_is_turned_off_again(browser: Client, bob: Person) -> None:
    sign_in(browser, bob)
    set_up_app(browser)
    assert "Turn off the authenticator app?" in browser.get("/accounts/2fa/totp/deactivate/").content.decode()
    browser.post("/accounts/2fa/totp/deactivate/")
    assert "Not set up" in browser.get("/accounts/2fa/").content.decode()


def test_who_reads_the_database_cannot_make_codes(browser: Client, bob: Person) -> None:
    sign_in(browser, bob)
    secret = set_up_app(browser)
    kept = Authenticator.objects.get(user=bob, type=Authenticator.Type.TOTP)
    assert secret not in str(kept.data)
    assert kept.wrap().validate_code(code(secret, steps=1))


def set_up_app(browser: Client) -> str:
    """Turn on the authenticator app; its secret."""
    asked = browser.get("/accounts/2fa/totp/activate/")
    assert "Confirm that it is you" in browser.get(asked["Location"]).content.decode()
    page = browser.post(asked["Location"], {"password": PASSWORD}, follow=True).content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    secret = str(re.findall(r'<p class="code">([A-Z2-7]+)</p>', page)[0])
    answer = browser.post("/accounts/2fa/totp/activate/", {"code": code(secret)})
    assert answer["Location"] == "/accounts/2fa/recovery-codes/"
    return secret


def code(secret: str, *, steps: int = 0) -> str:
    """What the app shows now, or so many times thirty seconds from now (a code works once)."""
    shown: str = format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))
    return shown


def hidden_token_out(page: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)


def test_whoever_has_no_password_yet_asks_for_a_letter(browser: Client, ann: Person) -> None:
    ann.set_unusable_password()
    ann.save()
    browser.force_login(ann)
    answer = browser.get("/accounts/password/change/", follow=True)
    assert (answer.status_code, answer.redirect_chain[-1][0]) == (200, "/accounts/password/reset/")
