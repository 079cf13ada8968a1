"""Mailboxes are read from the command line, which says what is wrong with one."""

from __future__ import annotations

import pytest

from alongside.command.main import run
from alongside.desk.models import Mailbox
from alongside.desk.tests.conftest import mailbox as mailbox
from alongside.desk.tests.conftest import segment as segment
from alongside.desk.tests.conftest import topics as topics
from tests.council import setup as setup
from tests.council import tenant as tenant

pytestmark = pytest.mark.django_db


def test_mailboxes_are_read_now(mailbox: Mailbox, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["alongside", "desk", "fetch"]) == 1
    said = capsys.readouterr()
    assert said.out == "0 letters came.\n"
    assert "\nalongside: desk@council.example: 127.0.0.1 could not be reached" in said.err
    Mailbox.objects.update(in_use=False, problem="")
    assert run(["alongside", "desk", "fetch"]) == 0
    assert run(["alongside", "desk", "fetch", "--tenant", "nobody.example"]) == 1
