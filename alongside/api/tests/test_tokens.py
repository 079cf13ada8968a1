"""Another system acts for whoever is being helped, by tokens that say who helps (RFC 8693, RFC 7662)."""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.test import Client

from alongside.assisting import acting as kernel
from alongside.assisting import actions as assisting
from alongside.assisting.acting import Acting
from alongside.assisting.models import Assistance
from alongside.console.programs.views import DELEGATED
from alongside.history.models import Entry
from alongside.lib import clock
from alongside.people import delegation
from alongside.people.actions import delegating, tokens
from alongside.people.delegation import PASS_TYPE
from alongside.people.models import Person, ProgramToken, Tenant
from tests.cast import make_person, sign_in

pytestmark = pytest.mark.django_db

GRANT = "urn:ietf:params:oauth:grant-type:token-exchange"
ACCESS = "urn:ietf:params:oauth:token-type:access_token"
GIVEN = ["forms.save", "forms.submit"]


@dataclass
class System:
    """Another system, and how it calls the house."""

    tenant: Tenant
    token: ProgramToken
    secret: str

    def post(self, path: str, said: Mapping[str, Any], *, client: Client | None = None) -> Any:
        basic = base64.b64encode(f"{self.token.pk.hex}:{self.secret}".encode()).decode()
        return (client or Client(headers={"host": self.tenant.domain})).post(
            path,
            "&".join(f"{name}={value}" for name, value in said.items()),
            content_type="application/x-www-form-urlencoded",
            headers={"Authorization": f"Basic {basic}"},
        )

    def exchange(self, shown: str, **rest: str) -> Any:
        said = {"grant_type": GRANT, "subject_token": shown, "subject_token_type": PASS_TYPE}
        return self.post("/api/tokens/", said | rest)

    def introspect(self, token: str) -> Any:
        return self.post("/api/introspection/", {"token": token}).json()


@pytest.fixture
def adam(tenant: Tenant) -> Person:
    return make_person("Adam", "Runner", rights=["console.enter", "people.make_token"])


def registered(tenant: Tenant, adam: Person, name: str, **said: Any) -> System:
    usual = {"scopes": (), "days": 30, "opens": "https://housing.example.org/in", "delegated": GIVEN}
    given: dict[str, Any] = usual | said
    return System(tenant, *tokens.make_token(Acting.alone(adam), name, **given))


@pytest.fixture
def housing(tenant: Tenant, adam: Person) -> System:
    return registered(tenant, adam, "Housing")


@pytest.fixture
def ledger(tenant: Tenant, adam: Person) -> System:
    return registered(tenant, adam, "Ledger")


@pytest.fixture
def sitting(bob: Person, ann: Person) -> Assistance:
    return assisting.start(Acting.alone(bob), ann)


@pytest.fixture
def shown(bob: Person, ann: Person, sitting: Assistance, housing: System) -> str:
    return delegating.open_system(Acting(bob, ann, sitting), housing.token)


def test_a_token_names_both_and_dies_with_the_sitting(
    bob: Person, ann: Person, sitting: Assistance, housing: System, shown: str
) -> None:
    answer = housing.exchange(shown)
    given = answer.json()
    assert (answer.status_code, answer["Cache-Control"], answer["Pragma"]) == (200, "no-store", "no-cache")
    assert {name: given[name] for name in given if name != "access_token"} == {
        "issued_token_type": ACCESS,
        "token_type": "Bearer",
        "expires_in": 300,
        "scope": "forms.save forms.submit",
    }
    told = housing.introspect(given["access_token"])
    assert (told["active"], told["sub"], told["act"]) == (True, str(ann.ref), {"sub": str(bob.ref)})
    assert (told["client_id"], told["aud"], told["scope"]) == (
        housing.token.pk.hex,
        housing.token.pk.hex,
        "forms.save forms.submit",
    )
    entry = Entry.objects.get(kind="people.token_exchanged")
    assert (entry.actor_ref, entry.person_ref, entry.assistance_id) == (bob.ref, ann.ref, sitting.pk)

    assisting.stop(Acting.alone(bob), sitting)
    assert housing.introspect(given["access_token"]) == {"active": False}
    assert housing.exchange(shown).json()["error"] == "invalid_request"


def test_it_holds_for_five_minutes_and_no_longer_than_helping_may(
    sitting: Assistance, housing: System, shown: str
) -> None:
    token = housing.exchange(shown).json()["access_token"]
    with clock.moved(seconds=299):
        assert housing.introspect(token)["active"] is True
    with clock.moved(seconds=300):
        assert housing.introspect(token) == {"active": False}
    nearly = settings.ASSIST_IDLE - timedelta(minutes=1)
    with clock.moved(seconds=nearly.total_seconds()):
        late = housing.exchange(shown).json()
        assert 0 < late["expires_in"] <= 60
    with clock.moved(seconds=settings.ASSIST_IDLE.total_seconds()):  # nobody has noticed yet
        assert housing.introspect(late["access_token"]) == {"active": False}
        assert housing.exchange(shown).json()["error"] == "invalid_request"
    assert Assistance.objects.get().end_reason == "idle"


def test_what_makes_a_token_inactive_at_once(
    tenant: Tenant, adam: Person, bob: Person, ann: Person, sitting: Assistance, housing: System, shown: str
) -> None:
    """Whoever helps may help no more, or is gone; the person is closed; the program is let in no more."""
    ledger = registered(tenant, adam, "Ledger")
    token = housing.exchange(shown, audience=ledger.token.pk.hex).json()["access_token"]

    def active() -> bool:
        return bool(ledger.introspect(token)["active"])

    role = bob.holdings.get().role
    for row, field, value in (
        (role, "rights", ["console.enter"]),
        (bob, "is_active", False),
        (ann, "is_active", False),
        (housing.token, "revoked_at", clock.now()),
        (adam, "is_active", False),
    ):
        assert active(), field
        before = getattr(row, field)
        setattr(row, field, value)
        row.save()
        if row is adam:
            assert ledger.post("/api/introspection/", {"token": token}).status_code == 401
        else:
            assert not active(), field
        setattr(row, field, before)
        row.save()


def test_a_token_is_the_business_of_two_programs(
    tenant: Tenant, adam: Person, housing: System, ledger: System, shown: str
) -> None:
    given = housing.exchange(shown, audience=ledger.token.pk.hex, scope="forms.save").json()
    token = given["access_token"]
    assert given["scope"] == "forms.save"
    assert (housing.introspect(token)["aud"], ledger.introspect(token)["active"]) == (
        ledger.token.pk.hex,
        True,
    )
    assert registered(tenant, adam, "Third").introspect(token) == {"active": False}
    for other in ("", "x", token[:-1], shown, "é" * 5000):
        answer = (
            ledger.introspect(other) if other else ledger.post("/api/introspection/", {"token": ""}).json()
        )
        assert answer in (
            {"active": False},
            {"error": "invalid_request", "error_description": "token is missing."},
        )
    # It opens nothing of the house itself.
    assert (
        Client(headers={"host": tenant.domain, "Authorization": f"Bearer {token}"}).post("/api/").status_code
        == 401
    )


def test_errors_are_those_of_the_standards_and_refusals_are_entries(
    tenant: Tenant, adam: Person, housing: System, ledger: System, shown: str
) -> None:
    plain = registered(tenant, adam, "Timer", opens="", delegated=(), scopes=["people.make_token"])
    token = housing.exchange(shown).json()["access_token"]
    table: list[tuple[System, str, dict[str, str], str, str]] = [
        (plain, shown, {}, "unauthorized_client", "program-opens-nothing"),
        (housing, token, {"subject_token_type": ACCESS}, "invalid_request", "tokens-are-not-exchanged"),
        (housing, token, {}, "invalid_request", "tokens-are-not-exchanged"),
        (ledger, shown, {}, "invalid_request", "no-such-pass"),
        (housing, shown[:-1], {}, "invalid_request", "no-such-pass"),
        (housing, shown, {"audience": "0" * 32}, "invalid_target", "no-such-audience"),
        (housing, shown, {"audience": "x"}, "invalid_target", "no-such-audience"),
        (
            housing,
            shown,
            {"scope": "forms.submit people.edit_profile"},
            "invalid_scope",
            "beyond-the-program",
        ),
        (housing, shown, {"scope": "people.erase"}, "invalid_scope", "beyond-the-program"),
        (housing, shown, {"resource": "https://x.example"}, "invalid_target", ""),
        (housing, shown, {"grant_type": "password"}, "unsupported_grant_type", ""),
        (housing, shown, {"grant_type": ""}, "invalid_request", ""),
        (housing, "", {}, "invalid_request", ""),
        (
            housing,
            shown,
            {"subject_token_type": "urn:ietf:params:oauth:token-type:jwt"},
            "invalid_request",
            "",
        ),
        (housing, shown, {"actor_token": token, "actor_token_type": ACCESS}, "invalid_request", ""),
        (
            housing,
            shown,
            {"requested_token_type": "urn:ietf:params:oauth:token-type:jwt"},
            "invalid_request",
            "",
        ),
        (housing, shown, {"client_secret": housing.secret}, "invalid_request", ""),
        (System(tenant, housing.token, ledger.secret), shown, {}, "invalid_client", ""),
        (System(tenant, housing.token, "x"), shown, {}, "invalid_client", ""),
    ]
    for system, subject, rest, error, rule in table:
        kernel._lately.clear()  # the same refusal is written once a minute
        before = Entry.objects.filter(kind="assisting.refused").count()
        answer = system.exchange(subject, **rest)
        assert (answer.json()["error"], answer.status_code) == (
            error,
            401 if error == "invalid_client" else 400,
        )
        assert answer.has_header("WWW-Authenticate") == (error == "invalid_client")
        noted = Entry.objects.filter(kind="assisting.refused").count() - before
        assert noted == bool(rule), (error, rest)
        if rule:
            latest = Entry.objects.latest("number").number
            assert Entry.objects.by_rule(rule).filter(number=latest).exists(), rule
    twice = f"grant_type={GRANT}&grant_type={GRANT}"
    browser = Client(headers={"host": tenant.domain})
    form = "application/x-www-form-urlencoded"
    for body, kind, error in (
        (twice, form, "invalid_request"),
        ("{}", "application/json", "invalid_request"),
    ):
        assert browser.post("/api/tokens/", body, content_type=kind).json()["error"] == error
    by_form = {"client_id": str(housing.token.pk), "client_secret": housing.secret, "grant_type": GRANT}
    said = "&".join(f"{name}={value}" for name, value in by_form.items())
    sent = f"{said}&subject_token={shown}&subject_token_type={PASS_TYPE}"
    assert browser.post("/api/tokens/", sent, content_type=form).status_code == 200


def test_the_metadata_say_where_to_ask(tenant: Tenant) -> None:
    said = Client(headers={"host": tenant.domain}).get("/.well-known/oauth-authorization-server").json()

    assert said["token_endpoint"] == f"http://{tenant.domain}/api/tokens/"
    assert said["introspection_endpoint"] == f"http://{tenant.domain}/api/introspection/"
    assert (said["grant_types_supported"], set(DELEGATED) < set(said["scopes_supported"])) == ([GRANT], True)
    assert set(said["scopes_supported"]) == delegation.delegable()


def test_an_agent_opens_another_system_for_whom_they_help(
    tenant: Tenant, adam: Person, bob: Person, ann: Person
) -> None:
    adams, bobs = sign_in(tenant, adam), sign_in(tenant, bob)
    said = {
        "name": "Housing",
        "days": 30,
        "opens": "https://housing.example.org/in?from=us",
        "delegated": GIVEN,
    }
    for wrong in ({"opens": "http://housing.example.org"}, {"opens": ""}, {"delegated": ["people.erase"]}):
        assert adams.post("/console/programs/", said | wrong).status_code == 422
    made = adams.post("/console/programs/", said).content.decode()
    secret = re.findall(r"data-token>([^<]+)<", made)[0]
    housing = System(tenant, ProgramToken.objects.get(), secret)
    assert housing.token.pk.hex in made

    assert "Other systems" not in bobs.get(f"/console/people/{ann.pk}/").content.decode()
    bobs.post("/console/assistances/", {"person": ann.pk})
    sitting = Assistance.objects.get()
    where = f"/console/assistances/{sitting.pk}/systems/"
    assert where in bobs.get(f"/console/people/{ann.pk}/").content.decode()
    assert "Housing" in bobs.get(where).content.decode()
    page = bobs.post(where, {"system": housing.token.pk}).content.decode()
    link = urlsplit(html.unescape(re.findall(r'href="(https://housing[^"]+)"', page)[0]))
    asked = parse_qs(link.query)
    assert (link.netloc, asked["from"]) == ("housing.example.org", ["us"])
    token = housing.exchange(asked["subject_token"][0]).json()["access_token"]
    assert housing.introspect(token)["sub"] == str(ann.ref)
    assert Entry.objects.filter(kind="people.system_opened", assistance_id=sitting.pk).count() == 1

    other = make_person("Gil", "Second", rights=["console.enter", "assisting.assist"])
    assert sign_in(tenant, other).get(where).status_code == 404
    bobs.post(f"/console/assistances/{sitting.pk}/ending/")
    assert bobs.post(where, {"system": housing.token.pk}).status_code == 303
    assert Entry.objects.filter(kind="people.system_opened").count() == 1
