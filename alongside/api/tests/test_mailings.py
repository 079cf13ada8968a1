"""Mailings through the API."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from alongside.assisting.acting import Acting
from alongside.mailings import actions as mailings
from alongside.mailings.actions import Wanted
from alongside.mailings.tests.conftest import joined
from alongside.people.actions.tokens import make_token
from alongside.people.models import Person
from tests.cast import make_person
from tests.council import setup, tenant

__all__ = ["setup", "tenant"]

pytestmark = pytest.mark.django_db


def test_a_program_writes_a_mailing_and_has_it_sent_within_its_scopes(ann: Person) -> None:
    rights = ["mailings.arrange", "mailings.send", "people.make_token", "console.enter"]
    mia = Acting.alone(make_person("Mia", "Mails", rights=rights))
    news = mailings.arrange(mia, Wanted("Council news", "Once a month."))
    joined(news, ann)
    client = Client(headers={"host": ann.tenant.domain})

    def call(token: str, method: str, **params: Any) -> Any:
        said = {"jsonrpc": "2.0", "id": 1, "method": f"mailings.{method}", "params": params}
        headers = {"authorization": f"Bearer {token}"}
        answer = client.post("/api/", json.dumps(said), content_type="application/json", headers=headers)
        return answer.json().get("result") or answer.json()["error"]["code"]

    writing = make_token(mia, "Website", scopes=["mailings.arrange"], days=1)[1]
    sending = make_token(mia, "Sender", scopes=["mailings.send"], days=1)[1]
    list = {"list": news.pk, "name": "Council news", "series": False, "channel": "email", "people": 1}
    assert call(writing, "lists") == {"lists": [list]}
    assert call(writing, "write", list=news.pk, subject="Bins", text="Dear {nobody}") == -32602
    draft = call(writing, "write", list=news.pk, subject="Bins", text="Dear {name}")
    assert (draft["title"], draft["state"], draft["letters"]) == ("Bins", "draft", {})
    assert call(writing, "start", mailing=draft["mailing"]) == -32601
    states = [call(sending, verb, mailing=draft["mailing"]) for verb in ("start", "pause", "goOn", "cancel")]
    assert [one["state"] for one in states] == ["sending", "paused", "sending", "cancelled"]
    assert call(sending, "start", mailing=draft["mailing"]) == -32002
    assert call(sending, "start", mailing=0) == -32002
