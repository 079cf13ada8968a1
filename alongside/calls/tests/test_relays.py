"""Browsers are told of relays that answer."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest

from alongside.calls.relays import Relay, Watch


def test_addresses_are_read_as_browsers_read_them() -> None:
    assert {address: Relay.at(address) for address in ADDRESSES} == ADDRESSES


ADDRESSES = {
    "turn:relay.example": Relay("relay.example", 3478, udp=True, tls=False),
    "turn:relay.example:5000?transport=tcp": Relay("relay.example", 5000, udp=False, tls=False),
    "turns:relay.example": Relay("relay.example", 5349, udp=False, tls=True),
    "turns:[2001:db8::1]:443?transport=tcp": Relay("2001:db8::1", 443, udp=False, tls=True),
    "stun:relay.example": None,
    "turn:": None,
    "turn:relay.example?transport=sctp": None,
}


@pytest.fixture
def udp() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        server.settimeout(5)
        yield server


def answering(server: socket.socket, kind: bytes, times: int = 1) -> threading.Thread:
    """Answers that many questions, each with its own number."""

    def serve() -> None:
        for _ in range(times):
            asked, where = server.recvfrom(100)
            server.sendto(kind + asked[2:], where)

    thread = threading.Thread(target=serve)
    thread.start()
    return thread


@pytest.mark.parametrize(("kind", "there"), [(b"\x01\x01", True), (b"\x01\x11", True), (b"\x00\x01", False)])
def test_a_relay_is_there_when_it_answers_or_asks_for_a_password(
    udp: socket.socket, kind: bytes, there: bool
) -> None:
    server = answering(udp, kind)
    assert Relay("127.0.0.1", udp.getsockname()[1], udp=True, tls=False).answers() is there
    server.join()


def test_one_that_does_not_answer_is_left_out_and_nobody_waits_for_it(
    udp: socket.socket,
) -> None:
    good = f"turn:127.0.0.1:{udp.getsockname()[1]}?transport=udp"
    with socket.create_server(("127.0.0.1", 0)) as closing:
        dead = f"turn:127.0.0.1:{closing.getsockname()[1]}?transport=tcp"
    watch = Watch()
    server = answering(udp, b"\x01\x01")
    watch.look([good, dead, "turn:"])
    server.join()
    assert watch.answering([good, dead, "turn:"]) == [good]
    assert watch.answering(["turn:192.0.2.1"]) == ["turn:192.0.2.1"]  # nothing is known of it yet
    assert watch.answering([dead, "turn:"]) == [dead, "turn:"]  # no other is left: it may be back by now


def test_one_that_speaks_no_tls_is_no_relay_by_tls() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=lambda: server.accept()[0].close()).start()
        assert not Relay("127.0.0.1", server.getsockname()[1], udp=False, tls=True).answers()
