"""What other tools write where the standard leaves it to them, in the smallest diagrams that show it."""

from __future__ import annotations

import io
import os
import random
import re
from itertools import product
from pathlib import Path

from alongside.workflow.checking import check
from alongside.workflow.describing import described
from alongside.workflow.engine import Running
from alongside.workflow.normalising import normalise
from alongside.workflow.reading import parse
from alongside.workflow.tests.drawn import at, begun, drawn, flows
from alongside.workflow.translating import translated

CAMUNDA_8 = 'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
OWNER = (
    "<potentialOwner><resourceAssignmentExpression><formalExpression>{}</formalExpression>"
    "</resourceAssignmentExpression></potentialOwner>"
)
JBPM = (
    '<ioSpecification><dataInput id="in_1" name="GroupId"/></ioSpecification>'
    "<dataInputAssociation><targetRef>in_1</targetRef><assignment><from>PM,HR</from><to>in_1</to></assignment>"
    "</dataInputAssociation>"
)
GROUPS = {
    OWNER.format("user(kermit), group(management)"): ["management"],
    OWNER.format("accounts, office"): ["accounts", "office"],
    OWNER.format("user(kermit)"): [],
    OWNER.format("#{employee}"): [],
    JBPM: ["PM", "HR"],
    f'<extensionElements><zeebe:assignmentDefinition {CAMUNDA_8} candidateGroups=\'=["crew", "b"]\'/>'
    "</extensionElements>": ["crew", "b"],
    f'<extensionElements><zeebe:assignmentDefinition {CAMUNDA_8} candidateGroups="=approvers"/>'
    "</extensionElements>": [],
}


def test_what_each_vendor_puts_out_starts_is_kept_and_comes_to_its_end() -> None:
    """Each has what its vendor leaves to itself: prefixes, extensions, expressions of several languages,
    pools with lanes, data and notes, diagrams that were drawn to be read. Two go round for ever."""
    files = sorted(Path(__file__).with_name("vendors").glob("*.bpmn"))
    reports = [check([(file.stem, io.BytesIO(file.read_bytes()))])[0] for file in files]
    whole = [one.file for one in reports if one.parsed and one.startable and one.serialisable]
    ended = [one.file for one in reports if one.finished]
    assert (len(files), whole) == (20, [file.stem for file in files])
    assert set(whole) - set(ended) == {"oracle", "yaoqiang"}
    # What was made of everything that means something else than it was drawn is said, with its element.
    changed = {(one.file, change.element, change.what) for one in reports if one.drawing
               for change in one.drawing.changes if change.meaning}  # fmt: skip
    assert {
        ("bonita", "_sc", "Made a task for a person."),
        ("bpmn-io", "Event_2", "Waits P2W."),
        ("ibm", "c", "Made a task for a person."),
        ("zeebe-feel", "t2", "Somebody says when it goes on."),
        ("flowable", "mail", "Made a task for a person."),
        ("bizagi", "Id_10", "Compensates nothing."),
        ("signavio", "sid-2", "Made executable."),
    } <= changed


def test_what_ends_several_instances_may_count_them() -> None:
    for begins, sequential in product(("nrOf", "numberOf"), ("true", "false")):
        most = f"${{{begins}CompletedInstances/{begins}Instances &gt;= 0.6}}"
        several = (
            f'<multiInstanceLoopCharacteristics isSequential="{sequential}">'
            f"<loopCardinality>5</loopCardinality><completionCondition>{most}</completionCondition></multiInstanceLoopCharacteristics>"
        )
        inside = f'<startEvent id="s"/><userTask id="vote">{several}</userTask><userTask id="u"/>'
        _, running = begun(drawn(inside + flows("s>vote>u")))
        for done in range(3):
            assert set(at(running)) == {"vote"}, (begins, sequential, done)
            running.complete(running.waiting()[0].id)
        assert at(running) == ["u"], (begins, sequential)


def test_groups_are_read_however_a_tool_names_them() -> None:
    found = {
        inside: described(normalise(parse(drawn(f'<userTask id="u">{inside}</userTask>'))))["u"]["groups"]
        for inside in GROUPS
    }
    assert found == GROUPS


def test_a_script_of_zeebe_gives_its_result() -> None:
    script = (
        f'<scriptTask id="sc"><extensionElements><zeebe:script {CAMUNDA_8} expression="=amount + 1"'
        ' resultVariable="more"/></extensionElements></scriptTask>'
    )
    running = begun(drawn(f'<startEvent id="s"/>{script}<userTask id="u"/>' + flows("s>sc>u")), amount=2)[1]
    (waiting,) = running.waiting()
    assert (waiting.element, running.values_at(waiting.id)["more"]) == ("u", 3)


def test_a_condition_of_java_decides() -> None:
    text = drawn(
        '<startEvent id="s"/><exclusiveGateway id="g" default="no"/><userTask id="a"/><userTask id="b"/>'
        '<sequenceFlow id="yes" sourceRef="g" targetRef="a"><conditionExpression'
        ' language="http://www.java.com/java"><![CDATA[ return approved == true; ]]></conditionExpression>'
        '</sequenceFlow><sequenceFlow id="no" sourceRef="g" targetRef="b"/>' + flows("s>g")
    )
    assert [at(begun(text, approved=said)[1]) for said in (True, False)] == [["a"], ["b"]]


TURNS = {
    "tw.local.approved == true": "approved == true",
    "tw.local.order.total >= 3 && !tw.local.late": "order.total >= 3 and not late",
    "bpmn:getDataObject('outcome') = \"REJECT\"": 'outcome == "REJECT"',
    "bpmn:getDataObject('late') = true()": "late == True",
    "accepted && amount.toInteger() > 3": "accepted and int(amount) > 3",
    "amount.toBigDecimal() > 3": "float(amount) > 3",
    '=list contains(tags, "vip") and amount between 1 and 5': (
        'contains(tags, "vip") and (1 <= amount and amount <= 5)'
    ),
    "=string length(name) > 3": "len(name) > 3",
    '=upper case(name) = "ANN"': 'upper(name) == "ANN"',
    "tags.includes('vip')": "contains(tags, 'vip')",
    "${x.foo(1)}": None,
    "Amount greater than 500": None,
    "=some x in list satisfies x = 1": None,
    "x between 1": None,
}


def test_turns_of_phrase_of_each_vendor_are_read_or_refused() -> None:
    assert {text: translated(text) for text in TURNS} == TURNS


KINDS = [b"task", b"startEvent", b"endEvent", b"boundaryEvent", b"subProcess", b"eventBasedGateway",
         b"parallelGateway", b"inclusiveGateway", b"callActivity", b"intermediateCatchEvent"]  # fmt: skip


def _spoilt(text: bytes, draw: random.Random) -> bytes:
    """Cut, with other bytes, without some attributes, led elsewhere, or with elements of another kind."""
    way = draw.randrange(5)
    if way == 0:
        return text[: draw.randrange(len(text))]
    if way == 1:
        return bytes(one if draw.random() > 0.002 else draw.randrange(256) for one in text)
    if way == 2:
        lost = rb' [\w:]+="[^"]*"'
        return re.sub(lost, lambda found: b"" if draw.random() < 0.02 else found.group(), text)
    if way == 3:
        ids = re.findall(rb' id="([^"]*)"', text)
        ends = rb'((?:sourceRef|targetRef|attachedToRef|default)=")[^"]*'
        return re.sub(
            ends, lambda found: found[0] if draw.random() > 0.1 else found[1] + draw.choice(ids), text
        )
    one, other = draw.sample(KINDS, 2)
    return re.sub(rb"(</?(?:\w+:)?)" + one + rb"\b", lambda found: found[1] + other, text)


def test_whatever_is_cut_mixed_or_spoilt_is_answered() -> None:
    """Nothing is raised but what a report says. ALONGSIDE_DIAGRAMS=5000 tries that many."""
    draw = random.Random(11)
    whole = [file.read_bytes() for file in sorted(Path(__file__).with_name("vendors").glob("*.bpmn"))]
    told = []
    for _ in range(int(os.environ.get("ALONGSIDE_DIAGRAMS", "40"))):
        text = draw.choice(whole)
        (report,) = check([("spoilt", io.BytesIO(_spoilt(text, draw)))])
        told.append(report.told())
    assert [one for one in told if one["finished"] and not one["parsed"]] == []
    assert [one for one in told if not one["startable"] and not one["problem"]] == []


def test_one_after_the_other_is_done_for_each_item() -> None:
    several = (
        '<multiInstanceLoopCharacteristics isSequential="true" camunda:collection="people"'
        ' camunda:elementVariable="one"/>'
    )
    inside = f'<startEvent id="s"/><userTask id="ask">{several}</userTask><userTask id="u"/>'
    kept, running = begun(drawn(inside + flows("s>ask>u")), people=["Ann", "Ben", "Cat"])
    asked = []
    while at(running) == ["ask"]:
        (waiting,) = running.waiting()
        asked.append(running.values_at(waiting.id)["one"])
        running.complete(waiting.id)
        running = Running.restore(kept, running.tokens())
    assert (asked, at(running)) == (["Ann", "Ben", "Cat"], ["u"])
