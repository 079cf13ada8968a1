"""One address for all methods: JSON-RPC 2.0 over POST, let in by a token."""

from __future__ import annotations

import json
import uuid
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from alongside.api.methods import METHODS, WrongParams
from alongside.api.params import Impossible, Unfit
from alongside.api.sittings import for_whom
from alongside.assisting.acting import Refused, Source
from alongside.assisting.authority import public
from alongside.assisting.sentences import sentence
from alongside.lib.network import truncated
from alongside.people.actions.tokens import program_of
from alongside.people.checking import Misfit
from alongside.people.http import Request

UNREADABLE, NO_REQUEST, NO_METHOD, WRONG_PARAMS = -32700, -32600, -32601, -32602
REFUSED, IMPOSSIBLE = -32001, -32002


@public  # a token lets in, not a sign-in: whoever has none gets 401
@csrf_exempt  # no cookie is looked at
@require_POST
def call(request: Request) -> HttpResponse:
    """Call one method. A method that the token does not reach is answered as one that there is not."""
    kind, _, text = request.headers.get("Authorization", "").partition(" ")
    program = program_of(text.strip(), source(request)) if kind.lower() == "bearer" else None
    if program is None:
        answer = JsonResponse({"error": "A good token is needed."}, status=HTTPStatus.UNAUTHORIZED)
        answer["WWW-Authenticate"] = "Bearer"
        return answer
    try:
        said = json.loads(request.body)
    except (ValueError, RecursionError):
        return _error(None, UNREADABLE, "This is not JSON.")
    if not isinstance(said, dict) or not isinstance(said.get("method"), str):
        return _error(None, NO_REQUEST, "Send an object with method and params.")
    number, params = said.get("id"), said.get("params", {})
    method = METHODS.get(said["method"])
    if method is None or method.scope not in program.scopes:
        return _error(number, NO_METHOD, "There is no such method for this token.")
    if not isinstance(params, dict):
        return _error(number, WRONG_PARAMS, "params must be an object.")
    try:
        acting = for_whom(program, params) if method.helps else program.acting
        result = method.call(acting, params)
    except (WrongParams, Unfit) as problem:
        return _error(number, WRONG_PARAMS, f"{problem}.")
    except Misfit as misfit:
        said = " ".join(misfit.errors.values())
        return _error(number, WRONG_PARAMS, said, data={"fields": misfit.errors})
    except Impossible as problem:
        return _error(number, IMPOSSIBLE, str(problem))
    except Refused as refusal:
        return _error(number, REFUSED, f"Refused: {refusal.verdict.rule}.", data={"why": told(refusal)})
    return JsonResponse({"jsonrpc": "2.0", "id": number, "result": result})


def source(request: Request) -> Source:
    return Source(request_id=uuid.uuid4().hex, address=truncated(request.META.get("REMOTE_ADDR", "")))


def told(refusal: Refused) -> str:
    """The rule as it is told on pages."""
    return sentence(refusal.verdict.rule).replace("{person}", refusal.acting.person.name)


def _error(number: Any, code: int, message: str, *, data: dict[str, Any] | None = None) -> HttpResponse:
    error: dict[str, Any] = {"code": code, "message": message}
    if data:
        error["data"] = data
    return JsonResponse({"jsonrpc": "2.0", "id": number, "error": error})
