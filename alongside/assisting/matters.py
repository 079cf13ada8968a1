"""Deeds on one row that several people may work on at the same moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import models, transaction

from alongside.assisting.acting import Acting, Deed, recording_refusals
from alongside.assisting.parties import Party
from alongside.assisting.powers import Power

Row = TypeVar("Row", bound=models.Model)


@contextmanager
def working(
    acting: Acting, power: Power, rows: models.QuerySet[Row], number: object, *, whose: Party | None = None
) -> Iterator[tuple[Deed, Row]]:
    """The deed, and the row of this key as it is now: it is locked before it is decided upon, so that two
    people who press at the same moment do so one after the other.

    Raises what `Acting.doing` raises, and the model's `DoesNotExist`.
    """
    with recording_refusals(), transaction.atomic():
        current = rows.select_for_update(of=("self",)).get(pk=number)
        with acting.doing(power, about=current, whose=whose) as deed:
            yield deed, current
