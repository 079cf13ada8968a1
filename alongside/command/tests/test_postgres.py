"""The private server of tests and measurements."""

from __future__ import annotations

import psycopg
import pytest

from alongside.command import postgres


def test_a_private_server_answers_in_its_own_folder_and_leaves_nothing_behind() -> None:
    with postgres.private_server(durable=False) as server:
        with psycopg.connect(server.url("postgres", server.superuser)) as connection:
            row = connection.execute("SELECT current_user, current_setting('listen_addresses')").fetchone()
        folder = server.folder
        assert row == (server.superuser, "")
    assert not folder.exists()


def test_a_machine_without_postgresql_gets_one_line_that_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(postgres, "binaries", lambda: None)
    with (
        pytest.raises(postgres.Unavailable, match=r"^alongside: no PostgreSQL server was found: .+\.$"),
        postgres.private_server(durable=False),
    ):
        pass
