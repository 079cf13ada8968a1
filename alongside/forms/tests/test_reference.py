from __future__ import annotations

import re

from alongside.forms import reference


def test_a_reference_can_be_read_out() -> None:
    drawn = {reference.new() for _ in range(200)}

    assert len(drawn) == 200
    assert all(re.fullmatch(r"[A-HJ-NP-TV-Z]{2}\d\d-[A-HJ-NP-TV-Z]{2}\d\d", each) for each in drawn)
    assert {len(each) for each in drawn} == {reference.LENGTH}
