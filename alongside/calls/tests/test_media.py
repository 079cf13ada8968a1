"""What is shared and recorded in a call: by whom, while everybody agrees, and what becomes of it (J25)."""

from __future__ import annotations

import io
import itertools
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from PIL import Image

from alongside.assisting.acting import Acting, Refused
from alongside.calls import actions as calls
from alongside.calls.models import Call, Media, MediaKind, Recording
from alongside.calls.permissions import Kind
from alongside.calls.recording import State, kind_of, state
from alongside.forms import vault
from alongside.history.models import Entry
from alongside.people.checking import Misfit
from alongside.people.models import Tenant
from tests.cast import make_person

pytestmark = pytest.mark.django_db
HEAD = b"\x1a\x45\xdf\xa3 and so on"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path) -> object:
    with override_settings(DATA=tmp_path):
        yield


@pytest.fixture
def gus(call: Call, token: str, xenia: Acting) -> Acting:
    calls.join(xenia, call)
    taking, _ = calls.join_by_link(token, "Gus", terms="1", kind=Kind.GUEST_WEB)
    return Acting.alone(taking.guest)


def picture(name: str = "a<b>.png") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (4, 3), "red").save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue())


def test_a_recording_runs_while_everybody_there_agrees() -> None:
    for stopped, *each in itertools.product((True, False), (None, True, False), (None, True, False)):
        answers = {one: said for one, said in enumerate(each) if said is not None}
        expected = State.RUNNING
        if None in each:
            expected = State.ASKED
        if stopped or False in each:
            expected = State.STOPPED
        assert state(stopped=bool(stopped), present=[0, 1], answers=answers) is expected
    assert state(stopped=False, present=[], answers={}) is State.STOPPED
    # Whoever agreed and left counts no more; whoever refused and left does.
    assert state(stopped=False, present=[0], answers={0: True, 1: True}) is State.RUNNING
    assert [kind_of(head) for head in (HEAD, b"\0\0\0 ftypisom", b"<html>", b"")] == ["webm", "mp4", "", ""]


def test_what_is_shared_is_looked_at_in_the_call_alone(
    call: Call, xenia: Acting, yuri: Acting, gus: Acting
) -> None:
    media = calls.share(gus, call, picture(), MediaKind.SNAPSHOT)
    assert (media.name, media.type, media.kind) == ("a_b.png", "png", "snapshot")
    assert calls.fetch(xenia, call, media.pk)[1].read_bytes().startswith(b"\x89PNG")
    for wrong, kind in (
        (SimpleUploadedFile("x.exe", b"MZ"), MediaKind.FILE),
        (SimpleUploadedFile("x.pdf", b"%PDF-1.4"), MediaKind.MARKED),
        (picture(), MediaKind.RECORDING),
    ):
        with pytest.raises(Misfit):
            calls.share(gus, call, wrong, kind)
    with pytest.raises(Refused):
        calls.fetch(yuri, call, media.pk)
    calls.leave(gus, call)
    with pytest.raises(Refused):
        calls.fetch(gus, call, media.pk)
    told = Entry.objects.of_kinds("calls.media_shared", "calls.media_fetched").newest_first()
    assert [one.actor_ref for one in told] == [xenia.actor.ref, gus.actor.ref]


def test_a_tenant_keeps_guests_from_sharing(call: Call, tenant: Tenant, gus: Acting) -> None:
    tenant.options = {"calls": {"restrict_guests": True}}
    tenant.save()
    with pytest.raises(Refused):
        calls.share(gus, call, picture(), MediaKind.FILE)


def test_pieces_are_taken_while_everybody_agrees_and_follow_each_other(
    call: Call, xenia: Acting, yuri: Acting, gus: Acting
) -> None:
    with pytest.raises(Refused):
        calls.ask_to_record(gus, call)
    going = calls.ask_to_record(xenia, call)
    assert calls.ask_to_record(xenia, call) == going
    with pytest.raises(calls.NotTaken):
        calls.take_piece(xenia, call, going.pk, 0, HEAD)
    calls.answer_recording(gus, call, going.pk, agreed=True)
    with pytest.raises(calls.NotTaken):
        calls.take_piece(xenia, call, going.pk, 0, b"<html>")
    assert calls.take_piece(xenia, call, going.pk, 0, HEAD) == len(HEAD)
    with pytest.raises(calls.OutOfStep) as off:
        calls.take_piece(xenia, call, going.pk, 0, HEAD)
    assert off.value.size == len(HEAD)
    with pytest.raises(Recording.DoesNotExist):
        calls.take_piece(gus, call, going.pk, len(HEAD), b"mine")
    # What a process that ended wrote behind what counts is written over.
    kept = vault.file_of(going.media_id)
    kept.write_bytes(HEAD + b"lost, because its row was not")
    assert calls.take_piece(xenia, call, going.pk, len(HEAD), b" more") == len(HEAD) + 5
    assert kept.read_bytes() == HEAD + b" more"
    # Somebody who comes is asked, too.
    calls.ask(xenia, call, make_person("Olga", "Other", rights=["xa_xassist", "xa_ocall_outside-the-call"]))
    calls.ask(xenia, call, yuri.person)  # type: ignore[arg-type]  # a person, here
    calls.join(yuri, call)
    assert Recording.objects.get().state is State.ASKED
    calls.answer_recording(yuri, call, going.pk, agreed=True)
    assert Recording.objects.get().state is State.RUNNING
    # One who no longer agrees ends it; what was taken is kept.
    calls.answer_recording(gus, call, going.pk, agreed=False)
    with pytest.raises(Recording.DoesNotExist):
        calls.take_piece(xenia, call, going.pk, len(HEAD) + 5, b"more")
    media = Media.objects.whole().get()
    assert (media.type, media.name.endswith(".webm"), media.size) == ("webm", True, len(HEAD) + 5)
    counted = Entry.objects.of_kinds("calls.recording_agreed", "calls.recording_refused").count()
    assert counted == 3


def test_a_recording_ends_by_hand_and_with_whoever_takes_it(call: Call, xenia: Acting, gus: Acting) -> None:
    going = calls.ask_to_record(xenia, call)
    calls.stop_recording(xenia, call, going.pk)
    assert Media.objects.get().deleted_at is not None  # nothing was in it
    again = calls.ask_to_record(xenia, call)
    calls.answer_recording(gus, call, again.pk, agreed=True)
    calls.take_piece(xenia, call, again.pk, 0, HEAD)
    calls.leave(xenia, call)
    assert Media.objects.whole().get().pk == again.media_id
    assert not Recording.objects.filter(stopped_at=None).exists()


def test_what_is_deleted_leaves_who_when_and_its_name(call: Call, xenia: Acting, tenant: Tenant) -> None:
    calls.join(xenia, call)
    media = calls.share(xenia, call, picture("boiler.png"), MediaKind.FILE)
    path = vault.file_of(media.pk)
    rights = ["xa_xassist", "xa_ocall_outside-the-call", "xa_ocall_calllog_call-logs"]
    lead = Acting.alone(make_person("Lea", "Lead", rights=[*rights, "xa_ocall_calllog_delete-media"]))
    with pytest.raises(Refused):
        calls.delete_media(xenia, media)
    assert calls.download(xenia, media) == path
    calls.delete_media(lead, media)
    gone = Media.objects.select_related("deleted_by").get()
    assert (gone.name, gone.deleted_by, gone.deleted_at is None) == ("boiler.png", lead.actor, False)
    with pytest.raises(Media.DoesNotExist):
        calls.delete_media(lead, media)
    kinds = ["calls.media_downloaded", "calls.media_deleted", "calls.recording_stopped"]
    assert Entry.objects.of_kinds(*kinds).count() == 2
