"""A real SMTP server, of the test's own, which says what a test has it say."""

from __future__ import annotations

import email
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller
from django.test import override_settings

from tests.ports import free_port


@dataclass
class Received:
    """`answers` are said to what comes, one after the other; then everything is taken. An answer that is
    empty takes the letter and closes the door without a word."""

    answers: list[str] = field(default_factory=list)
    letters: list[Message[str, str]] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250") or not answer:
            self.letters.append(email.message_from_bytes(envelope.content))
        if not answer:
            server.transport.abort()
        return answer or "421 gone"


@contextmanager
def receiving() -> Iterator[Received]:
    received = Received()
    port = free_port()
    server = Controller(received, hostname="127.0.0.1", port=port)
    server.start()
    backend = "django.core.mail.backends.smtp.EmailBackend"
    try:
        with override_settings(EMAIL_BACKEND=backend, EMAIL_HOST="127.0.0.1", EMAIL_PORT=port):
            yield received
    finally:
        server.stop()
