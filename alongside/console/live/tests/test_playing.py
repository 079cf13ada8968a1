"""Recordings are played from the log, with their length, by whoever may take them along."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from alongside.assisting.acting import Acting
from alongside.calls import actions as calls
from alongside.calls.tests.test_webm import recorded
from alongside.history.models import Entry
from alongside.people import roles
from alongside.people.models import Person, Tenant
from alongside.portal.tests.doors import text_of
from tests.cast import make_person, sign_in

pytestmark = pytest.mark.django_db


def content(answer: object) -> bytes:
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # the answers of test clients have no type of their own


def test_a_recording_is_played_from_anywhere_in_it(
    tenant: Tenant, xenia: Acting, settings: Settings, tmp_path: Path
) -> None:
    settings.DATA = tmp_path
    taken = recorded(0, 900, 65_000, 65_900)
    call = calls.create_conference(xenia, "The boiler")
    calls.join(xenia, call)
    going = calls.ask_to_record(xenia, call)
    calls.take_piece(xenia, call, going.pk, 0, taken)
    calls.end(xenia, call)
    desk = sign_in(tenant, Person.objects.get(pk=xenia.actor.id))
    page = f"/console/live/log/{call.pk}/"
    assert "1:05" in text_of(desk.get(page))
    played = desk.post(f"{page}media/{going.media_id}/playing/")
    assert "media-src 'self'" in played["Content-Security-Policy"]
    assert Entry.objects.filter(kind="calls.media_downloaded").count() == 1
    found = re.search(r'src="([^"]*/films/[^"]*)"', played.content.decode())
    assert found
    whole = desk.get(found[1])
    film = content(whole)
    assert (whole.status_code, len(film), int(whole["Content-Length"])) == (200, len(taken) + 11, len(film))
    for asked, begin, end in (("0-9", 0, 10), ("20-", 20, None), ("70-99", 70, 100), ("5-9999", 5, None)):
        part = desk.get(found[1], headers={"range": f"bytes={asked}"})
        assert (part.status_code, content(part)) == (206, film[begin:end])
    assert desk.get(found[1], headers={"range": "bytes=9999-"}).status_code == 416
    assert content(desk.post(f"{page}media/{going.media_id}/")) == film
    # A link is good for whoever pressed alone.
    lead = sign_in(tenant, make_person("Lea", "Lead", rights=["console.enter", *roles.LEADING_CALLS]))
    stranger = Client(headers={"host": tenant.domain})
    assert (lead.get(page).status_code, lead.get(found[1]).status_code) == (200, 404)
    assert (desk.get(f"{found[1]}x").status_code, stranger.get(found[1]).status_code) == (404, 302)
