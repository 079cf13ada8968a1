"""Ids that nobody can guess or count up."""

import secrets
import uuid

# JavaScript and JSON readers lose whole numbers above 2^53.
LARGEST_NUMBER = 2**53 - 1


def random_id() -> uuid.UUID:
    """A random id of 128 bits (122 of them random), for anything that stands in an address."""
    return uuid.uuid4()


def random_number() -> int:
    """A random positive whole number below 2^53: an id that telephony and forms can carry (spec G21)."""
    return secrets.randbelow(LARGEST_NUMBER) + 1
