from tests.council import setup as setup
from tests.council import tenant as tenant
