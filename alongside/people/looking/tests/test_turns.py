from __future__ import annotations

from threading import Event, Thread

import pytest

from alongside.people.looking import turns
from alongside.people.looking.turns import Busy, turn


def test_two_at_a_time_and_others_after_them() -> None:
    for _ in range(3):
        with turn(1), turn(1):
            pass
    assert (turns._under_way, turns._waiting) == ({}, {})


def test_a_third_is_turned_away_and_another_agent_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "WAITS", 0.01)
    with turn(1), turn(1):
        with pytest.raises(Busy), turn(1):
            pytest.fail("it was begun")
        with turn(2):
            pass
    assert (turns._under_way, turns._waiting) == ({}, {})


def test_one_waits_for_a_turn_and_a_fourth_is_turned_away_at_once() -> None:
    waiting, done = Event(), Event()

    def third() -> None:
        waiting.set()
        with turn(1):
            done.set()

    thread = Thread(target=third)
    with turn(1):
        with turn(1):
            thread.start()
            waiting.wait(5)
            while not turns._waiting[1]:
                pass
            with pytest.raises(Busy), turn(1):
                pytest.fail("it was begun")
            assert not done.is_set()
        assert done.wait(5)
    thread.join(5)
    assert (turns._under_way, turns._waiting) == ({}, {})


def test_a_search_that_fails_gives_its_turn_back() -> None:
    with pytest.raises(ZeroDivisionError), turn(1):
        raise ZeroDivisionError
    assert turns._under_way == {}
