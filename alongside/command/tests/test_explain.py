"""`alongside explain` says what the kernel would."""

from __future__ import annotations

import json

import pytest

from alongside.assisting import powers, sentences
from alongside.command.main import parser
from alongside.people import explanations
from alongside.people.models import Person, Tenant

pytestmark = pytest.mark.django_db


def asked(*arguments: str) -> int:
    options = parser(load="explain").parse_args(["explain", *arguments])
    code: int = options.run(options)
    return code


@pytest.mark.parametrize(
    ("actor", "power", "person", "allowed", "rules"),
    [
        ("ann", "people.edit_profile", None, True, ["own-thing"]),
        ("bob", "people.edit_profile", "ann", True, ["on-behalf"]),
        ("bob", "people.edit_profile", "hal", False, ["may-not-help", "person-holds-more-rights"]),
        ("eve", "people.edit_profile", "ann", False, ["may-not-help", "no-right-to-help"]),
        ("bob", "people.search", None, True, ["own-right"]),
        ("eve", "people.search", None, False, ["right-missing"]),
        ("bob", "assisting.assist", "ann", True, ["own-right", "may-help"]),
        ("bob", "assisting.assist", "hal", False, ["own-right", "person-holds-more-rights"]),
        ("eve", "assisting.assist", "ann", False, ["right-missing"]),
    ],
)
def test_the_verdict_is_the_kernels(
    ann: Person, bob: Person, eve: Person, hal: Person,
    actor: str, power: str, person: str | None, allowed: bool, rules: list[str],
) -> None:  # fmt: skip
    explanation = explanations.explain(actor, power, person)
    assert [reason.verdict.rule for reason in explanation.reasons] == rules
    assert explanation.allowed is allowed
    assert all(reason.sentence for reason in explanation.reasons)


def test_people_are_known_by_id_user_name_and_whole_name(ann: Person) -> None:
    assert [explanations.find_person(name) for name in (str(ann.pk), "ANN", "ann example")] == [ann, ann, ann]


def test_a_thing_is_known_by_its_name_in_history(ann: Person, bob: Person) -> None:
    explanation = explanations.explain("bob", "people.edit_profile", "ann", f"people.person:{bob.pk}")
    assert explanation.decisive.verdict.rule == "not-theirs"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--actor", "nobody", "--power", "people.search"], "alongside: no person 'nobody'.\n"),
        (["--actor", "bob", "--power", "people.search", "--tenant", "x"], "alongside: no tenant 'x'.\n"),
        (
            ["--actor", "bob", "--power", "people.search", "--about", "people.person:1"],
            "alongside: no thing 'people.person:1'.\n",
        ),
    ],
)
def test_an_unknown_name_is_said_and_ends_with_2(
    new_tenant: Tenant, bob: Person, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    if "--tenant" not in arguments:
        arguments = [*arguments, "--tenant", new_tenant.domain]
    assert asked(*arguments) == 2
    assert capsys.readouterr().err == said


def test_json_holds_the_verdict_the_rule_its_sentence_and_the_facts(
    new_tenant: Tenant, ann: Person, bob: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    question = ["--actor", "bob", "--power", "people.edit_profile", "--person", "ann"]
    assert asked(*question, "--tenant", new_tenant.domain, "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["allowed"] is True
    assert answer["rule"] == "on-behalf"
    assert answer["sentence"] == sentences.sentence("on-behalf")
    assert answer["facts"]["mode"] == "user"
    assert answer["person"] == {"id": ann.pk, "name": "Ann Example"}


def test_a_refusal_ends_with_1_and_says_why(
    new_tenant: Tenant, bob: Person, hal: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    question = ["--actor", "bob", "--power", "assisting.assist", "--person", "hal"]
    assert asked(*question, "--tenant", new_tenant.domain) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "No: Bob Helper, assisting.assist for Hal Resources."
    assert said[-1].strip().startswith("facts: assist=yes, same=no, active=yes")


def test_every_power_can_be_explained(ann: Person, bob: Person) -> None:
    """Whatever may be done in the house has an answer, a sentence, and where it comes from."""
    explanations.load_actions()
    for name, power in powers.declared().items():
        if name.startswith("tests."):
            continue
        explanation = explanations.explain("bob", name, "ann")
        assert explanation.reasons[0].facts is not None, power
        for reason in explanation.reasons:
            sentence, source = reason.sentence
            assert sentence != reason.verdict.rule, (
                f"the rule {reason.verdict.rule} of {name} has no sentence"
            )
            assert source, f"the rule {reason.verdict.rule} of {name} does not say where it comes from"


def test_a_thing_of_the_wrong_kind_is_said(bob: Person, ann: Person) -> None:
    with pytest.raises(explanations.Unknown, match=r"is not what knowledge\.read is about"):
        explanations.explain("bob", "knowledge.read", "ann", f"people.person:{ann.pk}")
