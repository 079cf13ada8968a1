from alongside.calls.tests.conftest import call, token, xenia, yuri
from tests.council import setup, tenant

__all__ = ["call", "setup", "tenant", "token", "xenia", "yuri"]
