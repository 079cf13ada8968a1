from __future__ import annotations

import pytest

from alongside.lib import lately


def test_the_same_is_noted_once_a_minute_and_others_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(lately, "monotonic", lambda: now[0])
    noted = lately.Lately()
    assert [noted.again("a"), noted.again("a"), noted.again("b")] == [False, True, False]
    now[0] += 59.9
    assert noted.again("a")
    now[0] += 0.1
    assert not noted.again("a")


def test_what_is_remembered_does_not_grow_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lately, "MOST", 3)
    noted = lately.Lately()
    assert not any(noted.again(number) for number in range(10))
    assert len(noted) == 1
