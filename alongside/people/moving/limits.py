"""What a file of people may be, so that no file can fill the memory, and what is said of one that is not."""

from __future__ import annotations

MOST_COLUMNS = 500
LONGEST_CELL = 10_000  # characters
LONGEST_ROW = 2**20  # bytes
CHUNK = 2**16  # bytes that are read at once
KEYS_FROM = 1_000  # rows of JSON Lines whose keys are the headings

# The column that says, in the file of rows to correct, what is wrong. Sent again, it is not looked at.
WRONG = "What is wrong"


class Unreadable(ValueError):
    """A file is not what it should be; the message says what it is and what to do."""
