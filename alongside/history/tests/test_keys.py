import uuid

import pytest
from pytest_django import Settings

from alongside.history import keys

ANN, BOB = uuid.uuid4(), uuid.uuid4()


def test_a_wrapped_key_is_unwrapped_for_the_same_person_only() -> None:
    key = keys.new()
    wrapped = keys.wrap(1, ANN, key)
    assert key not in wrapped
    assert keys.unwrap(1, ANN, wrapped) == key
    with pytest.raises(keys.Locked):
        keys.unwrap(1, BOB, wrapped)
    with pytest.raises(keys.Locked):
        keys.unwrap(2, ANN, wrapped)


def test_no_key_is_no_key() -> None:
    assert keys.unwrap(1, ANN, None) is None


def test_a_key_outlives_the_change_of_the_secret(settings: Settings) -> None:
    key = keys.new()
    settings.SECRET_KEY = "old" * 20
    wrapped = keys.wrap(1, ANN, key)
    settings.SECRET_KEY = "new" * 20
    with pytest.raises(keys.Locked, match="SECRET_KEY_FALLBACKS"):
        keys.unwrap(1, ANN, wrapped)
    settings.SECRET_KEY_FALLBACKS = ["older" * 20, "old" * 20]
    assert keys.unwrap(1, ANN, wrapped) == key


def test_a_fingerprint_tells_keys_apart() -> None:
    one, other = keys.new(), keys.new()
    assert keys.fingerprint(one) == keys.fingerprint(one) != keys.fingerprint(other)
    assert one.hex()[:16] != keys.fingerprint(one)
