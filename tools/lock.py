#!/usr/bin/env python3
"""Chooses the versions of all dependencies anew and writes both locks: hashes, no addresses."""

from __future__ import annotations

import os
import shutil

from install import LOCKS, OLDEST, find_uv, run, uv_settings

# Local stores of this machine, which do not have the files of every platform.
NOT_ASKED = ("UV_INDEX", "UV_INDEX_STRATEGY", "UV_FIND_LINKS")


def main() -> None:
    """The test lock comes first and is what the other starts from, so one environment can hold both."""
    python = ".".join(str(part) for part in OLDEST)
    common = ["--universal", "--python-version", python, "--generate-hashes", "--no-header", "--quiet"]
    compile_lock = [find_uv(), "pip", "compile", "pyproject.toml", *common]
    environment = os.environ | uv_settings()
    for name in NOT_ASKED:
        environment.pop(name, None)
    both = ["--group", "test", "--group", "build", "--upgrade", "-o", LOCKS["test"].name]
    run([*compile_lock, *both], environment)
    shutil.copy(LOCKS["test"], LOCKS["product"])
    run([*compile_lock, "--group", "build", "-o", LOCKS["product"].name], environment)


if __name__ == "__main__":
    main()
