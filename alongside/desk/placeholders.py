"""What may stand in braces in a stock answer."""

from __future__ import annotations

# What each is, as those are told who write stock answers.
MEANINGS = {
    "given_name": "given name of whoever asks",
    "name": "their whole name",
    "reference": "reference of the conversation",
    "topic": "topic of the question",
    "agent": "name of whoever answers",
}
