"""The checkers of style, types and layers are tests like any other."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["ruff", "check", "."], id="no mistakes"),
        pytest.param(["ruff", "format", "--check", "."], id="one format"),
        pytest.param(["mypy"], id="types fit"),
        pytest.param(["lint-imports"], id="imports point down"),
    ],
)
def test_the_source_passes(command: list[str]) -> None:
    done = subprocess.run(
        [str(BIN / command[0]), *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
