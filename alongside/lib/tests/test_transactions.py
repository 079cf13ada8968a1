from __future__ import annotations

import time

import psycopg
import pytest

from alongside.lib import transactions
from tests.databases import Databases

pytestmark = pytest.mark.django_db


def test_a_transaction_that_had_written_before_is_waited_for(vendor: str, databases: Databases) -> None:
    if vendor == "sqlite":  # writers come one after the other
        assert transactions.over_before(transactions.mark())
        return
    with psycopg.connect(databases.urls[vendor]) as other:
        other.execute("SELECT pg_current_xact_id()")
        point = transactions.mark()
        assert not transactions.over_before(point)
        other.commit()
        # Others' transactions on the same server count, too: another test may be in the middle of one.
        deadline = time.monotonic() + 60
        while not transactions.over_before(point) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert transactions.over_before(point)
        other.execute("SELECT pg_current_xact_id()")
        assert transactions.over_before(point)
