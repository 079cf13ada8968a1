"""Putting diagrams into use in the console."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from alongside.assisting.acting import Acting
from alongside.people.models import Person
from alongside.workflow.models import Version
from alongside.workflow.tests.drawn import drawn, flows, line
from alongside.workflow.tests.test_actions import CREW, deployed
from tests.cast import make_person
from tests.council import browser_of, queries_of

pytestmark = pytest.mark.django_db

LIST = "/console/processes/"
RIGHTS = ["console.enter", "workflow.deploy", "workflow.oversee"]
BROKEN = drawn(
    '<startEvent id="s"/><scriptTask id="a"><script>x = 1 / 0</script></scriptTask>' + flows("s>a")
)
CHANGED = drawn(line("startEvent", "task", "endEvent"))


@pytest.fixture
def dora(setup: Acting) -> Person:
    """Who puts diagrams into use."""
    return make_person("Dora", "Deploys", rights=RIGHTS)


@pytest.fixture
def browser(dora: Person) -> Client:
    return browser_of(dora)


def shown(answer: Any) -> str:
    text: str = unescape(answer.content.decode())
    return text


def sent(browser: Client, text: bytes, **said: str) -> Any:
    said.setdefault("title", "Missed bin")
    return browser.post(f"{LIST}new/", said | {"file": SimpleUploadedFile("drawn.bpmn", text)})


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))


def test_what_would_be_changed_is_read_and_agreed_to_before_it_is_put_into_use(browser: Client) -> None:
    report = shown(sent(browser, CHANGED))
    assert ('<span class="code">n1</span>' in report, Version.objects.exists()) == (True, False)
    said = hidden(report)
    unread = browser.post(f"{LIST}deployments/", said)
    assert (unread.status_code, "say that you agree" in shown(unread), Version.objects.count()) == (
        422,
        True,
        0,
    )
    browser.post(f"{LIST}deployments/", said | {"agreed": "yes", "mark": "of another diagram"})
    assert not Version.objects.exists()
    done = browser.post(f"{LIST}deployments/", said | {"agreed": "yes"}, follow=True)
    version = Version.objects.get()
    assert (version.number, version.definition.slug) == (1, "missed-bin")
    assert "Version 1 of Missed bin is in use." in shown(done)
    assert "diagram-picture" in shown(done)


def test_the_next_version_is_put_beside_the_one_before(browser: Client, setup: Acting) -> None:
    deployed(setup, CREW)
    page = browser.post(
        f"{LIST}missed-bin/versions/new/",
        {"title": "Missed bins", "file": SimpleUploadedFile("next.bpmn", CHANGED)},
    )
    browser.post(f"{LIST}deployments/", hidden(shown(page)) | {"agreed": "yes"})
    assert list(Version.objects.newest_of("missed-bin").values_list("number", flat=True)) == [2, 1]
    before = shown(browser.get(f"{LIST}missed-bin/versions/1/"))
    assert "in use no longer" in before
    file = browser.get(f"{LIST}missed-bin/versions/1/source/")
    assert (file.content, "attachment" in file["Content-Disposition"]) == (CREW, True)
    assert browser.get(f"{LIST}missed-bin/versions/3/").status_code == 404
    assert browser.get(f"{LIST}missed-bin/versions/99999999999/").status_code == 404


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"not XML at all", "The file is not XML"),
        (b"", "There is nothing in this file."),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><definitions/>', "document type declaration"),
        (BROKEN,
         "This process cannot be started (at a)"),
    ],
)  # fmt: skip
def test_what_cannot_be_put_into_use_is_said_and_what_was_typed_stays(
    browser: Client, text: bytes, said: str
) -> None:
    answer = sent(browser, text, slug="bins")
    assert (answer.status_code, said in shown(answer), 'value="bins"' in shown(answer)) == (422, True, True)


def test_a_name_that_is_taken_is_not_overwritten(browser: Client, setup: Acting) -> None:
    deployed(setup, CREW)
    assert "There is a process missed-bin already" in shown(sent(browser, CHANGED))
    assert "stands for a page" in shown(sent(browser, CHANGED, slug="new"))
    assert "letters a to z" in shown(sent(browser, CHANGED, title="…"))


@pytest.mark.parametrize("packed", ["", "no base64!", "bm90IHppcHBlZA=="])
def test_what_nobody_packed_is_not_put_into_use(browser: Client, packed: str) -> None:
    answer = browser.post(f"{LIST}deployments/", {"slug": "x", "title": "X", "packed": packed})
    assert (answer.status_code, Version.objects.exists()) == (303, False)


def test_task_lists_are_arranged(browser: Client, dora: Person) -> None:
    wrong = browser.post(f"{LIST}task-lists/", {"tasks_of": "nobody", "claiming": "list"})
    assert wrong.status_code == 422
    browser.post(f"{LIST}task-lists/", {"tasks_of": "current", "claiming": "next", "telling": "everybody"})
    dora.tenant.refresh_from_db()
    kept = {"tasks_of": "current", "claiming": "next", "telling": "everybody"}
    assert dora.tenant.options["workflow"] == kept


def test_the_list_takes_as_many_statements_for_three_as_for_one(browser: Client, setup: Acting) -> None:
    deployed(setup, CREW)
    once = queries_of(browser, LIST)
    for slug in ("a", "b"):
        deployed(setup, CREW, slug)
    assert queries_of(browser, LIST) == once
    assert "Missed bin" in shown(browser.get(LIST))
