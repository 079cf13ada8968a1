"""What other tools write where the standard leaves it to them, in the smallest diagrams that show it."""

from __future__ import annotations

from alongside.workflow.describing import described
from alongside.workflow.normalising import normalise
from alongside.workflow.reading import parse
from alongside.workflow.tests.drawn import at, begun, drawn, flows

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
