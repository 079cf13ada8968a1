from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from alongside.assisting.acting import Acting
from alongside.desk.models import Question
from alongside.desk.tests.conftest import Staffed, question, segment, staffed, topics
from alongside.desk.tests.conftest import mailbox as mailbox
from alongside.people.models import Tenant
from tests.cast import sign_in
from tests.council import setup, tenant

__all__ = ["question", "segment", "setup", "staffed", "tenant", "topics"]

DESK = "/console/desk/"


class Agent:
    """Somebody of a role, and their browser; `root` is where the desk is."""

    def __init__(self, acting: Acting, client: Client) -> None:
        self.acting, self.client, self.root = acting, client, DESK

    def at(self, question: Question, noun: str = "") -> str:
        return f"{self.root}questions/{question.pk}/" + (f"{noun}/" if noun else "")

    def see(self, address: str) -> str:
        answer = self.client.get(address)
        assert answer.status_code == 200, answer.content.decode()
        return answer.content.decode()

    def do(self, question: Question, noun: str, **said: object) -> Any:
        return self.client.post(self.at(question, noun), said)


@pytest.fixture
def agent(tenant: Tenant, staffed: Staffed) -> Any:
    def make(name: str, role: str) -> Agent:
        acting = staffed(name, role)
        return Agent(acting, sign_in(tenant, acting.actor))  # type: ignore[arg-type]  # a Person

    return make
