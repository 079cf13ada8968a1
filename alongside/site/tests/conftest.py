from alongside.calls.tests.conftest import call, xenia
from tests.council import setup, tenant

__all__ = ["call", "setup", "tenant", "xenia"]
