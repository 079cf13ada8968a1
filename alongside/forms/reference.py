"""References that people can read out on the telephone."""

from __future__ import annotations

import secrets

# Neither I nor O, nor U and V side by side; digits stand where letters do not.
LETTERS = "ABCDEFGHJKLMNPQRSTVWXYZ"
DIGITS = "0123456789"
LENGTH = len("AB12-CD34")


def new() -> str:
    """A random reference such as `AB12-CD34`: one of 2.8 thousand million, which says nothing about when
    or in which order anything was handed in. Unique only once the database has said so."""
    pattern = (LETTERS, LETTERS, DIGITS, DIGITS)
    return "-".join("".join(secrets.choice(signs) for signs in pattern) for _ in range(2))
