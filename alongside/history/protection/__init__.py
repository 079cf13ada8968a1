"""What keeps history append-only, on either database."""

from alongside.history.protection.roles import prepare_roles

__all__ = ["prepare_roles"]
