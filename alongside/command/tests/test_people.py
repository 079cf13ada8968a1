from __future__ import annotations

import re
import threading
import uuid
from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest

from alongside.command import main
from alongside.history.models import Entry
from alongside.jobs.models import Job, State
from alongside.lib import tenancy
from alongside.people import actions as people
from alongside.people.models import Person, ProfileField, SearchKey, Tenant

pytestmark = pytest.mark.django_db


@pytest.fixture
def council(db: None) -> Iterator[Tenant]:
    made = people.create_tenant("Port Alder Council", f"{uuid.uuid4().hex[:12]}.localhost")
    with tenancy.within(made.pk):
        yield made


def alongside(*words: str) -> int:
    return main.run(["alongside", "people", *words])


def test_people_are_made_by_the_dozen(council: Tenant, capsys: pytest.CaptureFixture[str]) -> None:
    assert alongside("make", "12", "--tenant", council.domain) == 0
    assert capsys.readouterr().out.startswith("12 people were registered")
    assert Person.objects.real().count() == 12


def test_keys_are_renewed(council: Tenant, capsys: pytest.CaptureFixture[str]) -> None:
    alongside("make", "3", "--tenant", council.domain)
    keys = set(SearchKey.objects.values_list("key", flat=True))
    SearchKey.objects.all().delete()
    assert alongside("reindex", "--tenant", council.domain) == 0
    assert "3 people were looked at; 3 of them had keys to renew." in capsys.readouterr().out
    assert set(SearchKey.objects.values_list("key", flat=True)) == keys


def test_renewing_is_interrupted_and_goes_on(
    council: Tenant, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alongside.people.actions.reindexing.BATCH", 1)
    alongside("make", "3", "--tenant", council.domain)
    keys = set(SearchKey.objects.values_list("key", flat=True))
    SearchKey.objects.all().delete()
    with monkeypatch.context() as interrupted:
        interrupted.setattr("alongside.jobs.actions.running.time", SimpleNamespace(sleep=_ctrl_c_when(2)))
        assert alongside("reindex", "--tenant", council.domain) == 1
    said = capsys.readouterr().err
    assert re.search(r"Stopped at \d+ %. Go on with: alongside people reindex --resume\n$", said)
    job = Job.objects.get()
    assert (job.state, job.attempts, job.problem) == (State.STOPPED, 0, "")
    assert _have_keys() == 2

    assert alongside("reindex", "--resume", "--tenant", council.domain) == 0
    assert "3 people were looked at" in capsys.readouterr().out
    assert set(SearchKey.objects.values_list("key", flat=True)) == keys
    assert alongside("reindex", "--resume", "--tenant", council.domain) == 1
    assert capsys.readouterr().err == "No re-indexing was stopped that could go on.\n"


def _ctrl_c_when(people: int) -> Callable[[float], None]:
    """A pause between steps in which somebody presses Ctrl-C, once so many have keys: some steps only wait
    for others' transactions. Threads that other tests left are not meant."""
    here = threading.current_thread()

    def sleep(seconds: float) -> None:
        if threading.current_thread() is here and _have_keys() == people:
            raise KeyboardInterrupt

    return sleep


def _have_keys() -> int:
    return len(set(SearchKey.objects.values_list("person_id", flat=True)))


def test_a_field_is_marked_searchable_and_unmarked(council: Tenant) -> None:
    assert alongside("searchable", "title", "--tenant", council.domain) == 0
    assert ProfileField.objects.get(name="title").searchable is True
    assert alongside("searchable", "title", "--off", "--tenant", council.domain) == 0
    assert ProfileField.objects.get(name="title").searchable is False
    assert Entry.objects.of_kinds("people.searchable_set").count() == 2


def test_roles_are_brought_up_to_this_release(council: Tenant) -> None:
    assert alongside("roles", "--tenant", council.domain) == 0
    assert Entry.objects.of_kinds("people.roles_reset").get().actor_ref == people.system(council).ref


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["reindex", "--tenant", "nowhere"], "Say whose people with --tenant. There are: "),
        (["searchable", "shoe_size"], "There is no field shoe_size. There are: title, given_name, "),
    ],
)
def test_what_is_not_there_is_said(
    council: Tenant, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    if "--tenant" not in words:
        words = [*words, "--tenant", council.domain]
    assert alongside(*words) == 1
    assert capsys.readouterr().err.startswith(said)
