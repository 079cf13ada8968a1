"""Diagrams as pictures and as lists of steps."""

from __future__ import annotations

from lxml import etree

from alongside.workflow import picture
from alongside.workflow.picture import Drawn
from alongside.workflow.reading import parse
from alongside.workflow.tests.drawn import HEAD, drawn, flows

PARTS = drawn(
    '<startEvent id="s"/><userTask id="look" name="Look &amp; &lt;see&gt;"/>'
    '<boundaryEvent id="late" attachedToRef="look"><timerEventDefinition/></boundaryEvent>'
    '<exclusiveGateway id="g" name="Found?"/><exclusiveGateway id="nameless"/>'
    '<subProcess id="sub" name="Ask"><userTask id="in"/></subProcess><endEvent id="e" name="Closed"/>'
    + flows("s>look>g>nameless>e", "g>look", "late>sub>e", "s>e")
)
BESIDE = (
    '<bpmndi:BPMNDiagram xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"'
    ' xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI"'
    ' name="Page"><bpmndi:BPMNPlane>{}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>'
)


def of(text: bytes) -> Drawn:
    return picture.drawn(parse(text))


def shape(element: str, x: object, y: object = 100, wide: object = 40, high: object = 40) -> str:
    bounds = f'<dc:Bounds x="{x}" y="{y}" width="{wide}" height="{high}"/>'
    return f'<bpmndi:BPMNShape bpmnElement="{element}">{bounds}</bpmndi:BPMNShape>'


def edge(element: str, *points: str) -> str:
    way = "".join('<di:waypoint x="{}" y="{}"/>'.format(*point.split(",")) for point in points)
    return f'<bpmndi:BPMNEdge bpmnElement="{element}">{way}</bpmndi:BPMNEdge>'


def with_coordinates(*drawings: str) -> bytes:
    process = f'<process id="P"><startEvent id="s"/><task id="t"/>{flows("s>t")}</process>'
    return f"{HEAD}{process}{BESIDE.format(''.join(drawings))}</definitions>".encode()


def classes(svg: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in etree.fromstring(svg).iter("{*}g"):
        for name in one.get("class").split():
            found[name] = found.get(name, 0) + 1
    return found


def test_a_diagrams_own_coordinates_are_kept() -> None:
    shown = of(with_coordinates(shape("s", 10), shape("tns:t", "200.5"), edge("s_t", "50,120", "200,120")))
    (page,) = shown.pictures
    assert shown.own
    assert [(one.id, one.box.x) for one in page.shapes] == [("s", 10.0), ("t", 200.5)]
    assert [one.points for one in page.lines] == [((50.0, 120.0), (200.0, 120.0))]


def test_coordinates_that_cannot_be_are_left_out() -> None:
    wrong = (
        shape("s", 10),
        shape("t", "NaN"),
        shape("t", 1e9),
        shape("t", 5, wide=-4),
        edge("s_t", "1,2", "x,3"),
    )
    (page,) = of(with_coordinates(*wrong)).pictures
    assert ([one.id for one in page.shapes], page.lines) == (["s"], ())


def test_what_brings_no_coordinates_is_laid_out_from_left_to_right() -> None:
    shown = of(PARTS)
    (page,) = shown.pictures
    left = {one.id: one.box.x for one in page.shapes}
    assert not shown.own
    assert left["s"] < left["look"] < left["g"] < left["nameless"] < left["e"]
    boxes = {one.id: one.box for one in page.shapes}
    inner, outer, host, late = boxes["in"], boxes["sub"], boxes["look"], boxes["late"]
    assert outer.x < inner.x < inner.right < outer.right
    assert outer.y < inner.y < inner.bottom < outer.bottom
    assert (late.middle[1], host.x <= late.x <= host.right) == (host.bottom, True)
    standing = [box for name, box in boxes.items() if name not in ("in", "late")]
    assert not [
        (one, other)
        for one in standing
        for other in standing
        if one is not other and one.x < other.right and other.x < one.right
        if one.y < other.bottom and other.y < one.bottom
    ]


def test_where_it_is_and_has_been_is_said_by_a_sign_as_well_as_a_colour() -> None:
    (page,) = of(PARTS).pictures
    told = classes(picture.svg(page, now={"g"}, been={"s", "look"}, title="A process"))
    assert (told["state-now"], told["state-been"], told["now"]) == (1, 2, 1)
    assert told["been"] == 2 + 2  # shapes, and the ways between them


def test_a_picture_holds_no_script_and_names_stay_text() -> None:
    (page,) = of(PARTS).pictures
    svg = picture.svg(page, title='"><script>alert(1)</script>')
    root = etree.fromstring(svg)
    assert {etree.QName(one).localname for one in root.iter("*")} <= {
        "svg", "g", "rect", "circle", "path", "text", "tspan",
    }  # fmt: skip
    assert not [name for one in root.iter("*") for name in one.attrib if name in ("style", "href", "onload")]
    assert "Look & <see>" in "".join(root.itertext())


def test_the_steps_are_listed_in_their_order() -> None:
    told = of(PARTS).steps(now={"in", "sub"}, been={"s", "late"})
    assert [(one.element, one.name, one.place.value, one.depth) for one in told] == [
        ("s", "start", "been", 0),
        ("look", "Look & <see>", "ahead", 0),
        ("g", "Found?", "ahead", 0),
        ("late", "when it takes too long", "been", 0),
        ("sub", "Ask", "now", 0),
        ("in", "task for somebody", "now", 1),
        ("e", "Closed", "ahead", 0),
    ]


def test_what_is_too_large_or_empty_has_no_picture_but_its_steps() -> None:
    many = drawn("".join(f'<task id="t{number}"/>' for number in range(picture.LARGEST + 1)))
    assert (of(many).pictures, len(of(many).steps())) == ((), picture.LARGEST + 1)
    assert (of(drawn("")).pictures, of(drawn("")).steps()) == ((), [])


def test_a_long_chain_and_deep_parts_are_drawn() -> None:
    names = [f"t{number}" for number in range(1_200)]
    chain = drawn("".join(f'<task id="{name}"/>' for name in names) + flows(">".join(names)))
    deep = "<task id='x'/>"
    for number in range(40):
        deep = f'<subProcess id="d{number}">{deep}</subProcess>'
    for text in (chain, drawn(deep)):
        (page,) = of(text).pictures
        assert picture.svg(page).startswith("<svg")
    assert len(of(chain).pictures[0].lines) == 1_199
