from tests.council import setup as setup
