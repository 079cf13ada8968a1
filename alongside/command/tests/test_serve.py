"""The product served by a process of its own, as an administrator starts it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from alongside.command.tests.test_command import alongside

COMMAND = Path(sys.executable).with_name("alongside")


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A folder with an empty house of this release."""
    done = alongside("migrate", "--verbosity", "0", folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    return tmp_path


@pytest.fixture
def server(house: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [COMMAND, "serve", "--port", "0", "--access-log"],
        env={"PATH": os.environ["PATH"], "ALONGSIDE_DATA": str(house / "data")},
        cwd=house,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    yield process
    process.kill()
    process.wait()


def test_it_says_where_it_is_answers_keeps_questions_out_of_its_log_and_stops_cleanly(
    server: subprocess.Popen[str],
) -> None:
    assert server.stdout is not None
    said = server.stdout.readline()
    address = urlsplit(said.split()[3])
    assert said == f"Alongside is at {address.geturl()} — stop it with Ctrl-C.\n"
    connection = HTTPConnection(address.netloc)
    connection.request("GET", "/console/?q=01752960123")
    assert connection.getresponse().status == 404  # nobody lives here yet
    server.send_signal(signal.SIGTERM)
    logged = server.stdout.read()
    assert (server.wait(), logged.count("GET /console/ 404"), "01752960123" in logged) == (0, 1, False)


def test_a_port_that_is_taken_is_said_before_anything_is_set_up(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = alongside("demo", "--port", str(port), folder=tmp_path)
    assert (done.returncode, done.stderr) == (
        1,
        f"alongside: nothing can be served at 127.0.0.1, port {port} (Address already in use):"
        " choose another with --port.\n",
    )
    assert not (tmp_path / "data" / "alongside.sqlite3").exists()
