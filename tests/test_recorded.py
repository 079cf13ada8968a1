"""What must be an entry, whoever does it (security.md 2.3): each sort of deed has its kinds."""

from __future__ import annotations

from collections.abc import Collection

import pytest
from django.urls import get_resolver

from alongside.console.history.inputs import REFUSALS
from alongside.history import events
from alongside.people.explanations import load_actions

MUST: dict[str, Collection[str]] = {
    "assistance": {"assisting.started", "assisting.stopped", "assisting.granted"},
    "refusals": {"assisting.refused", "people.sign_in_failed", "calls.link_refused"},
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
        "forms.submissions_exported",
        "cases.exported",
        "calls.log_exported",
        "calls.report_taken_out",
        "desk.report_taken",
        "interactions.report_taken",
    },
    "files": {"forms.attached", "forms.fetched", "cases.file_fetched", "desk.file_fetched"},
    "media": {
        "calls.media_shared",
        "calls.media_fetched",
        "calls.media_downloaded",
        "calls.media_deleted",
        "calls.recording_asked",
        "calls.recording_agreed",
        "calls.recording_stopped",
    },
    "links": {"calls.guest_invited", "calls.joined", "calls.invitation_revoked"},
    "programs": {"people.token_made", "people.token_revoked", "people.token_exchanged"},
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
        "people.options_set",
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


def test_whoever_asks_for_refusals_finds_all_of_them() -> None:
    assert set(REFUSALS) == set(MUST["refusals"])
