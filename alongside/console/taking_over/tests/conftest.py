from tests.council import setup, tenant

__all__ = ["setup", "tenant"]
