"""Whoever leaves the team that let them into calls is out of the call that they are in (J26)."""

from __future__ import annotations

import asyncio
import queue
from collections.abc import Callable, Coroutine
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import Any, cast

import pytest
from django.test import Client

from alongside.assisting.acting import Acting
from alongside.calls import actions as calls
from alongside.calls import connections
from alongside.calls.models import Call
from alongside.people import actions as people
from alongside.people import roles
from alongside.people.models import Group, Holding, Membership, Person, Role, Tenant
from alongside.site import sockets
from alongside.site.bridge import Bridge, Send
from alongside.site.sockets import GONE, Notes, Sockets
from alongside.site.tests.test_sockets import Browser
from tests.cast import make_person, sign_in

pytestmark = pytest.mark.django_db


class Here:
    """Asks the pages in the thread of the test, which alone sees what was written there."""

    pool: ThreadPoolExecutor | None = None

    def __init__(self, client: Client) -> None:
        self.client = client
        self._wanted: queue.Queue[Callable[[], None]] = queue.Queue()

    async def pass_on(self, environ: dict[str, Any], send: Send) -> None:
        answer = await self.done(lambda: self.client.get(environ["PATH_INFO"]))
        await send({"type": "http.response.start", "status": answer.status_code, "headers": []})
        await send({"type": "http.response.body", "body": answer.content})

    async def done(self, what: Callable[[], Any]) -> Any:
        found: Future[Any] = Future()
        self._wanted.put(lambda: found.set_result(what()))
        return await asyncio.wrap_future(found)

    def serve(self, run: Coroutine[Any, Any, None]) -> None:
        """Do what is wanted here while the sockets run beside."""
        with ThreadPoolExecutor(1) as beside:
            running = beside.submit(asyncio.run, run)
            while not running.done():
                with suppress(queue.Empty):
                    self._wanted.get(timeout=0.05)()
            running.result()


def test_leaving_a_team_takes_effect_in_an_open_socket(
    tenant: Tenant, call: Call, xenia: Acting, setup: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sockets, "EACH", 0.01)
    team = Group.objects.create(name="Boilers", staff=True)
    role = Role.objects.create(name="Boiler help", rights=list(roles.STANDARD["Assist"]))
    Holding.objects.create(group=team, role=role)
    yuri = make_person("Yuri", "Expert")
    Membership.objects.create(group=team, person=yuri)
    yuri = Person.objects.get(pk=yuri.pk)
    calls.ask(xenia, call, yuri)
    calls.join(Acting.alone(yuri), call)
    here = Here(sign_in(tenant, yuri))
    bridge = cast(Bridge, here)
    recorded = [connections.latest()]
    notes = Notes(dropped=lambda *_: None, back=lambda *_: None, seen=lambda _: None)
    app = Sockets(bridge, bridge, latest=lambda: recorded[0], notes=notes)

    async def run() -> None:
        browser = Browser(app, "", path=f"/call/{call.pk}/socket/")
        await browser.until("hello")
        await here.done(lambda: people.remove_from_group(setup, yuri, team))
        recorded[0] = await here.done(connections.latest)
        assert (await browser.until("websocket.close"))["code"] == GONE

    here.serve(run())
