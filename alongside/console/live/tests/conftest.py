from alongside.calls.tests.conftest import xenia, yuri
from tests.council import setup, tenant

__all__ = ["setup", "tenant", "xenia", "yuri"]
