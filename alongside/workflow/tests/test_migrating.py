"""Instances are taken over to another version of their process where every token finds its place again."""

from __future__ import annotations

from alongside.workflow import engine
from alongside.workflow.engine import Kept, Running
from alongside.workflow.migrating import Difference
from alongside.workflow.normalising import normalise
from alongside.workflow.reading import parse
from alongside.workflow.tests.drawn import at, begun, drawn, flows


def tasks(*names: str) -> str:
    return "".join(f'<userTask id="{name}"/>' for name in names)


def chain(*names: str) -> bytes:
    """Tasks one after the other, from a start to an end."""
    return drawn(
        f'<startEvent id="s"/>{tasks(*names)}<endEvent id="e"/>' + flows(">".join(["s", *names, "e"]))
    )


def kept_of(text: bytes) -> Kept:
    return engine.parse([normalise(parse(text)).root]).kept()


def do(running: Running, element: str, **values: object) -> None:
    (found,) = [one for one in running.waiting() if one.element == element]
    running.complete(found.id, values)


def again(kept: Kept, running: Running) -> Running:
    """As it would be read from the database."""
    return Running.restore(kept, running.tokens())


def test_a_token_goes_on_as_the_new_diagram_says() -> None:
    kept, running = begun(chain("a", "b", "c"))
    do(running, "a", said="yes")
    running = again(kept, running)
    new = kept_of(chain("b", "x", "y"))
    difference = running.difference(new)
    assert (difference.possible, difference.lost) == (True, ("a",))
    moved = again(new, running.moved(new))
    assert (at(moved), "a" in moved.been()) == (["b"], True)
    do(moved, "b", more=1)
    assert at(moved) == ["x"]
    do(moved, "x")
    do(again(new, moved), "y")
    do(moved, "y")
    assert (moved.finished, moved.values["said"], moved.values["more"]) == (True, "yes", 1)


def test_a_token_that_finds_no_place_keeps_everything_where_it_is() -> None:
    after = (
        '<boundaryEvent id="late" attachedToRef="b"><timerEventDefinition><timeDuration>P1D</timeDuration>'
    )
    after += '</timerEventDefinition></boundaryEvent><endEvent id="f"/>' + flows("late>f")
    same = chain("a", "b", "c")
    message = b'<intermediateCatchEvent id="b"><messageEventDefinition/></intermediateCatchEvent>'
    whys = {
        chain("a", "c"): "There is nothing of this id.",
        same.replace(b'<userTask id="b"/>', message): "It is of another kind.",
        same.replace(b"</process>", f"{after}</process>".encode()): "Other events are attached to it.",
    }
    for text, why in whys.items():
        kept, running = begun(chain("a", "b", "c"))
        do(running, "a")
        assert again(kept, running).difference(kept_of(text)).missing == {"b": why}


def test_what_is_within_sub_processes_side_by_side_and_in_rounds_goes_on() -> None:
    inner = '<subProcess id="sub"><startEvent id="is"/>{}<endEvent id="ie"/>{}</subProcess>'
    many = (
        '<userTask id="many"><multiInstanceLoopCharacteristics isSequential="true">'
        "<loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics></userTask>"
    )
    wait = (
        '<intermediateCatchEvent id="wait"><timerEventDefinition><timeDuration>P2D</timeDuration>'
        "</timerEventDefinition></intermediateCatchEvent>"
    )
    gates = '<parallelGateway id="split"/><parallelGateway id="join"/>'

    def text(inside: str, after: str) -> bytes:
        last = f"join>{after}>e" if after else "join>e"
        steps = flows("s>split", "split>sub>join", "split>many>join", "split>wait>join", last)
        within = inner.format(tasks(*inside.split(">")), flows(f"is>{inside}>ie"))
        ends = '<startEvent id="s"/><endEvent id="e"/>'
        return drawn(f"{ends}{gates}{within}{many}{wait}{tasks(after) if after else ''}{steps}")

    kept, running = begun(text("one>two", ""))
    do(running, "one", first=1)
    do(running, "many")
    running = again(kept, running)
    (due,) = [one.due_at for one in running.waiting() if one.kind == "timer"]
    new = kept_of(text("one>two>three", "last"))
    assert running.difference(new) == Difference({}, ())
    moved = again(new, running.moved(new))
    assert at(moved) == ["many", "two", "wait"]
    (timer,) = [one for one in moved.waiting() if one.kind == "timer"]
    assert timer.due_at == due
    for element in ("two", "three", "many", "many"):
        do(moved, element)
        moved = again(new, moved)
    assert at(moved) == ["wait"]
    moved.fire(timer.id)
    assert at(moved) == ["last"]
    do(moved, "last")
    assert (moved.finished, moved.values["first"]) == (True, 1)
