"""The standard roles against the powers there are; no package below could know them all."""

from __future__ import annotations

import pkgutil
from importlib import import_module

import alongside
from alongside.api.methods import METHODS
from alongside.assisting import powers
from alongside.console.programs import views as programs
from alongside.people import roles


def rights() -> set[str]:
    names = [module.name.split(".") for module in pkgutil.walk_packages(alongside.__path__, "alongside.")]
    for name in names:
        if "tests" not in name and {"actions", "powers"} & set(name):
            import_module(".".join(name))
    return set(powers.rights())


def test_every_right_of_a_standard_role_is_asked_for_by_a_power() -> None:
    assert {right for granted in roles.STANDARD.values() for right in granted} - rights() == set()


def test_the_house_itself_holds_every_right_there_is() -> None:
    assert set(roles.STANDARD[roles.SYSTEM]) == rights()
    assert roles.STANDARD["Superuser"] == roles.STANDARD[roles.SYSTEM]


def test_a_program_can_be_let_in_for_every_method_there_is() -> None:
    assert {method.scope for method in METHODS.values()} == set(programs.SCOPES)


def test_whoever_helps_may_come_in_find_people_and_account_for_the_time() -> None:
    wanted = {"console.enter", "assisting.assist", "people.search", "people.view_details"}
    for name in ("Agent", "CSR", "QA CSR", "QA Manager", "CSR Manager", "Administrator"):
        assert wanted <= set(roles.STANDARD[name])
