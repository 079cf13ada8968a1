"""Tokens for other systems: exchange (RFC 8693), introspection (RFC 7662) and what is offered (RFC 8414).

Errors are those of RFC 6749 5.2 and RFC 8693 2.2.2. Which rule refused is in the history, not in the answer.
"""

from __future__ import annotations

import base64
import binascii
import uuid
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote_plus

from django.http import HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from alongside.api.views import source
from alongside.assisting.acting import Refused
from alongside.assisting.authority import public
from alongside.lib.addresses import outside
from alongside.people import delegation
from alongside.people.actions import delegating
from alongside.people.actions.delegating import Asked
from alongside.people.actions.tokens import Program, program_of
from alongside.people.delegation import PASS_TYPE, Delegation
from alongside.people.http import Request

EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token"  # noqa: S105 (a name)
FORM = "application/x-www-form-urlencoded"

# What each rule is called there; every other is about what was shown.
CALLED = {
    "program-opens-nothing": "unauthorized_client",
    "no-such-audience": "invalid_target",
    "beyond-the-program": "invalid_scope",
    "beyond-the-sitting": "invalid_scope",
}


class Wrong(Exception):
    """A request that is answered by an error of the standards."""

    def __init__(self, error: str, says: str, status: int = HTTPStatus.BAD_REQUEST) -> None:
        super().__init__(says)
        self.error, self.says, self.status = error, says, status


@public  # the program's own secret lets in
@csrf_exempt  # no cookie is looked at
@require_POST
def exchange(request: Request) -> HttpResponse:
    """A token for the sitting in which an agent opened this program."""
    try:
        sent = _sent(request)
        program = _program(request, sent)
        given = delegating.exchange(program.acting, program, _asked(sent))
    except Wrong as problem:
        return _refused(problem)
    except Refused as refusal:
        error = CALLED.get(refusal.verdict.rule, "invalid_request")
        return _refused(Wrong(error, "This is not given."))
    return _answer(
        {
            "access_token": given.text,
            "issued_token_type": ACCESS_TOKEN,
            "token_type": "Bearer",
            "expires_in": int((given.expires_at - given.issued_at).total_seconds()),
            "scope": " ".join(given.scopes),
        }
    )


@public  # the program's own secret lets in
@csrf_exempt  # no cookie is looked at
@require_POST
def introspection(request: Request) -> HttpResponse:
    """Whom a token stands for, and who acts in it; `active` is false from the moment that helping ends."""
    try:
        sent = _sent(request)
        program = _program(request, sent)
        if not sent.get("token"):
            raise Wrong("invalid_request", "token is missing.")
    except Wrong as problem:
        return _refused(problem)
    found = delegation.holding(sent["token"], program.token)
    return _answer({"active": False} if found is None else _told(found, _issuer(request)))


@public  # it says nothing of anybody
@require_safe
def metadata(request: Request) -> HttpResponse:
    """Where exchange and introspection are, and what they take."""
    issuer, methods = _issuer(request), ["client_secret_basic", "client_secret_post"]
    return JsonResponse(
        {
            "issuer": issuer,
            "token_endpoint": issuer + outside("api:tokens"),
            "token_endpoint_auth_methods_supported": methods,
            "introspection_endpoint": issuer + outside("api:introspection"),
            "introspection_endpoint_auth_methods_supported": methods,
            "grant_types_supported": [EXCHANGE],
            "response_types_supported": [],
            "scopes_supported": sorted(delegation.delegable()),
        }
    )


def _told(found: Delegation, issuer: str) -> dict[str, Any]:
    sitting = found.assistance
    return {
        "active": True,
        "iss": issuer,
        "sub": str(sitting.person.ref),
        "act": {"sub": str(sitting.agent.ref)},
        "client_id": found.client.pk.hex,
        "aud": found.audience.pk.hex,
        "scope": " ".join(found.scopes),
        "token_type": "Bearer",
        "iat": int(found.issued_at.timestamp()),
        "exp": int(found.expires_at.timestamp()),
        "jti": found.number,
    }


def _sent(request: Request) -> dict[str, str]:
    """The fields of the form, each at most once (RFC 6749 3.2); an empty one counts as left out."""
    if request.content_type != FORM:
        raise Wrong("invalid_request", f"Send {FORM}.")
    repeated = sorted(name for name, values in request.POST.lists() if len(values) > 1)
    if repeated:
        raise Wrong("invalid_request", f"Sent more than once: {', '.join(repeated)}.")
    return {name: str(value) for name, value in request.POST.items() if value}


def _program(request: Request, sent: Mapping[str, str]) -> Program:
    """The program that asks, by its number and its token, in the header or in the form but not in both."""
    kind, _, said = request.headers.get("Authorization", "").partition(" ")
    by_header = kind.lower() == "basic"
    if by_header and "client_secret" in sent:
        raise Wrong("invalid_request", "Say who you are in one way.")
    number, secret = _basic(said) if by_header else (sent.get("client_id", ""), sent.get("client_secret", ""))
    program = program_of(secret, source(request))
    if program is None or _number(number) != program.token.pk:
        raise Wrong("invalid_client", "This program is not let in.", HTTPStatus.UNAUTHORIZED)
    return program


def _basic(said: str) -> tuple[str, str]:
    try:
        number, _, secret = base64.b64decode(said.strip(), validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return "", ""
    return unquote_plus(number), unquote_plus(secret)


def _number(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _asked(sent: Mapping[str, str]) -> Asked:
    if "grant_type" not in sent:
        raise Wrong("invalid_request", "grant_type is missing.")
    if sent["grant_type"] != EXCHANGE:
        raise Wrong("unsupported_grant_type", f"The grant type is {EXCHANGE}.")
    if "subject_token" not in sent or "subject_token_type" not in sent:
        raise Wrong("invalid_request", "subject_token and subject_token_type are needed.")
    if sent["subject_token_type"] not in (PASS_TYPE, ACCESS_TOKEN):  # a token is refused by a rule, on record
        raise Wrong("invalid_request", f"The subject_token_type is {PASS_TYPE}.")
    if "actor_token" in sent or "actor_token_type" in sent:
        raise Wrong("invalid_request", "Who acts is the agent of the pass; send no actor_token.")
    if sent.get("requested_token_type", ACCESS_TOKEN) != ACCESS_TOKEN:
        raise Wrong("invalid_request", f"What is given is {ACCESS_TOKEN}.")
    if "resource" in sent:
        raise Wrong("invalid_target", "Name the other program by audience.")
    scopes = frozenset(sent["scope"].split()) if "scope" in sent else None
    return Asked(sent["subject_token"], scopes, sent.get("audience"))


def _issuer(request: Request) -> str:
    return f"{request.scheme}://{request.get_host()}"


def _refused(problem: Wrong) -> HttpResponse:
    answer = _answer({"error": problem.error, "error_description": problem.says}, status=problem.status)
    if problem.status == HTTPStatus.UNAUTHORIZED:
        answer["WWW-Authenticate"] = 'Basic realm="Alongside"'
    return answer


def _answer(said: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    answer = JsonResponse(said, status=status)
    answer["Cache-Control"], answer["Pragma"] = "no-store", "no-cache"
    return answer
