from __future__ import annotations

import io
import uuid

import pytest
from django.test import Client

from alongside.command import main
from alongside.lib import tenancy
from alongside.people.models import Person, ProfileField, Tenant

pytestmark = pytest.mark.django_db

PASSWORD = "a lighthouse in winter"


@pytest.fixture
def domain() -> str:
    return f"{uuid.uuid4().hex[:12]}.localhost"


@pytest.fixture(autouse=True)
def _typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD + "\n"))


def create(*words: str) -> int:
    return main.run(["alongside", "tenants", "create", "Port Alder Council", *words])


def test_a_tenant_is_made_with_somebody_who_runs_it(domain: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert create(domain, "--superuser", "Susan@Example.org", "--family-name", "Okonkwo") == 0
    said = f"Port Alder Council is ready at {domain}. Sign in there as susan@example.org.\n"
    assert capsys.readouterr().out == said
    with tenancy.within(Tenant.objects.get(domain=domain).pk):
        susan = Person.objects.get(username="susan@example.org")
        assert "people.appoint" in susan.standing.rights
        assert ProfileField.objects.count() == 11
    browser = Client(headers={"host": domain})
    browser.post("/accounts/login/", {"login": "susan@example.org", "password": PASSWORD})
    assert browser.get("/console/").status_code == 200


def test_nothing_is_made_with_a_password_that_is_too_easy(
    domain: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("password\n"))
    assert create(domain, "--superuser", "susan@example.org") == 1
    assert "too common" in capsys.readouterr().err
    assert not Tenant.objects.filter(domain=domain).exists()


def test_nothing_is_made_for_somebody_who_does_not_fit(
    domain: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert create(domain, "--superuser", "susan at example") == 1
    assert "Enter an e-mail address" in capsys.readouterr().err
    assert not Tenant.objects.filter(domain=domain).exists()


def test_a_domain_belongs_to_one_tenant(domain: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert (create(domain), create(domain.upper())) == (0, 1)
    assert capsys.readouterr().err == f"There is a tenant at {domain} already.\n"


@pytest.mark.parametrize("address", ["https://help.example.org", "help.example.org:8000", "two words", ""])
def test_a_domain_is_a_host_name(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert create(address) == 1
    assert capsys.readouterr().err.startswith("Say the domain as a host name")


def test_tenants_are_listed(domain: str, capsys: pytest.CaptureFixture[str]) -> None:
    create(domain)
    assert main.run(["alongside", "tenants", "list"]) == 0
    assert f"{domain}\tPort Alder Council" in capsys.readouterr().out
    assert main.run(["alongside", "tenants", "list", "--json"]) == 0
    assert f'"domain": "{domain}"' in capsys.readouterr().out
