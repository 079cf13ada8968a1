from tests.council import tenant as tenant
