"""Free ports of this machine for servers that tests start."""

from __future__ import annotations

import random
import socket

LOOPBACK = "127.0.0.1"
# Below those that the machine gives by itself, of which browsers take hundreds: also between asking here and
# a server's coming up. Of servers; of what a relay lends; of Janus.
PORTS, RELAYED, MIXED = range(20_000, 30_000), range(30_000, 31_000), range(31_000, 32_000)

_chance = random.SystemRandom()  # the other one is the same in every process of tests


def free_port() -> int:
    """One that is free for TCP and UDP."""
    for port in _chance.sample(PORTS, len(PORTS)):
        with socket.socket() as tcp, socket.socket(type=socket.SOCK_DGRAM) as udp:
            try:
                tcp.bind((LOOPBACK, port))
                udp.bind((LOOPBACK, port))
            except OSError:
                continue
            return port
    raise RuntimeError(f"no port of {PORTS} is free")
