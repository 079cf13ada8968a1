"""What the sign-in library tells of, written down."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as second_factor
from django.http import HttpRequest

from alongside.assisting.acting import Acting
from alongside.assisting.confining import release
from alongside.assisting.middleware import source
from alongside.people.actions import sign_ins
from alongside.people.models import Person


def connect() -> None:
    """Hear of it from now on."""
    account.user_logged_in.connect(_signed_in, dispatch_uid="sign_in.noting")
    account.password_changed.connect(_changed, dispatch_uid="sign_in.noting")
    account.password_reset.connect(_reset, dispatch_uid="sign_in.noting")
    second_factor.authenticator_added.connect(_added, dispatch_uid="sign_in.noting")
    second_factor.authenticator_removed.connect(_removed, dispatch_uid="sign_in.noting")
    second_factor.authenticator_reset.connect(_renewed, dispatch_uid="sign_in.noting")


def _signed_in(sender: object, request: HttpRequest, user: Person, **rest: Any) -> None:
    release(request)
    sign_ins.note_sign_in(_alone(request, user))


def _changed(sender: object, request: HttpRequest, user: Person, **rest: Any) -> None:
    sign_ins.note_password(_alone(request, user), how="changed")


def _reset(sender: object, request: HttpRequest, user: Person, **rest: Any) -> None:
    sign_ins.note_password(_alone(request, user), how="reset")


def _added(sender: object, request: HttpRequest, user: Person, authenticator: Any, **rest: Any) -> None:
    sign_ins.note_second_factor(_alone(request, user), authenticator.get_type_display(), how="added")


def _removed(sender: object, request: HttpRequest, user: Person, authenticator: Any, **rest: Any) -> None:
    sign_ins.note_second_factor(_alone(request, user), authenticator.get_type_display(), how="removed")


def _renewed(sender: object, request: HttpRequest, user: Person, authenticator: Any, **rest: Any) -> None:
    sign_ins.note_second_factor(_alone(request, user), authenticator.get_type_display(), how="renewed")


def _alone(request: HttpRequest, user: Person) -> Acting:
    return Acting.alone(user, source(request))  # type: ignore[arg-type]  # every request here is one of ours
