"""What must be an entry, whoever does it (security.md 2.3): each sort of deed has its kinds."""

from __future__ import annotations

from collections.abc import Collection

import pytest
from django.urls import get_resolver

from alongside.history import events
from alongside.people.explanations import load_actions

MUST: dict[str, Collection[str]] = {
    "assistance": {"assisting.started", "assisting.stopped", "assisting.granted"},
    "refusals": {"assisting.refused", "people.sign_in_failed"},
    "searches": {"people.searched", "people.looked_for_same", "people.duplicates_seen"},
    "looks": {"people.details_viewed", "people.looking_overseen", "history.read"},
    "sign-ins": {
        "people.signed_in",
        "people.signed_out",
        "people.password_changed",
        "people.second_factor_changed",
        "people.password_given",
    },
    "exports": {
        "people.people_exported",
        "people.archive_asked",
        "people.archive_taken",
        "people.own_archive_taken",
        "history.exported",
    },
    "files": {"forms.attached", "forms.fetched"},
    "roles": {
        "people.role_created",
        "people.role_given",
        "people.group_role_given",
        "people.group_joined",
        "people.roles_reset",
    },
    "settings": {
        "people.field_defined",
        "people.field_changed",
        "people.field_retired",
        "people.searchable_set",
        "people.looking_limits_set",
    },
    "keys": {"history.key_added", "history.key_retired"},
    "erasures": {"people.erasure_proposed", "people.erased", "people.held", "history.erased"},
    "audits": {"history.audited"},
}


@pytest.mark.parametrize("sort", MUST)
def test_what_must_be_recorded_has_its_kinds_of_entries(sort: str) -> None:
    """That each kind is recorded by some test is asked when the whole suite has run (`conftest.py`)."""
    assert get_resolver().url_patterns
    load_actions()
    assert set(MUST[sort]) - set(events.kinds()) == set()
