"""Another network on this machine, from which a browser can be taken into a third one while it runs."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from alongside.command.bench.cameras import CHROMIUM


@dataclass(frozen=True)
class Network:
    """`here` is this machine's address, as seen from there; `program` a browser that runs there."""

    name: str
    device: str
    net: str  # its first three numbers
    program: Path

    @property
    def here(self) -> str:
        return f"{self.net}.1"

    def move(self) -> None:
        """As from wireless to mobile: the address changes, and nothing that was open goes on."""
        _ip("-n", self.name, "address", "del", f"{self.net}.2/24", "dev", self.device)
        self.arrive(3)

    def arrive(self, number: int) -> None:
        """Take an address; without a way to everywhere a browser looks for none of its own."""
        _ip("-n", self.name, "address", "add", f"{self.net}.{number}/24", "dev", self.device)
        _ip("-n", self.name, "route", "add", "default", "via", self.here)


def why_not() -> str:
    """Why no other network can be made here; nothing where one can."""
    if os.geteuid() != 0 or shutil.which("ip") is None:
        return "a network that changes needs root and iproute2"
    tried = subprocess.run(["ip", "netns", "add", _name()], capture_output=True, text=True, check=False)
    if tried.returncode:
        return f"a network that changes needs namespaces: {tried.stderr.strip()}"
    _ip("netns", "del", _name())
    return ""


@contextmanager
def network(folder: Path) -> Iterator[Network]:
    number = os.getpid() % 250
    name, near, far = _name(), f"al{os.getpid()}a"[:15], f"al{os.getpid()}b"[:15]
    program = folder / "chromium-there"
    found = next(path for path in map(shutil.which, CHROMIUM) if path)
    program.write_text(f'#!/bin/sh\nexec ip netns exec {name} {found} "$@"\n')
    program.chmod(0o755)
    there = Network(name, far, f"10.213.{number}", program)
    _ip("netns", "add", name)
    try:
        _ip("link", "add", near, "type", "veth", "peer", "name", far, "netns", name)
        _ip("address", "add", f"{there.here}/24", "dev", near)
        _ip("link", "set", near, "up")
        for device in ("lo", far):
            _ip("-n", name, "link", "set", device, "up")
        there.arrive(2)
        yield there
    finally:
        _ip("netns", "del", name)  # the pair of devices goes with it


def _name() -> str:
    return f"alongside-{os.getpid()}"


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)
