"""Gateways at which ways meet: when all have come, and what the process knows from then on.

The engine's own ask for what it foresees, of which every gateway doubles the number; they let what a way
did not touch win over what another changed, if it came later; and they count what came in earlier rounds of
a loop. Ours foresee each join once, wait for the ways that can still come, and merge what each way changed
since they parted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from SpiffWorkflow.bpmn.exceptions import WorkflowTaskException
from SpiffWorkflow.bpmn.specs.mixins import InclusiveGatewayMixin, ParallelGatewayMixin
from SpiffWorkflow.bpmn.specs.mixins.bpmn_spec_mixin import BpmnSpecMixin
from SpiffWorkflow.util.task import TaskState

from alongside.workflow.keeping import copied, is_same

_JOINED = "joined"  # in the internal data of what arrived: a join has taken it along
_FORESEEN = TaskState.FUTURE | TaskState.PREDICTED_MASK


class _Join:
    inputs: list[Any]

    def _predict_hook(self, my_task: Any) -> None:
        """Look further from one of its tasks only, or what is foreseen doubles at every join."""
        if len(self.inputs) > 1 and any(
            one is not my_task and one._children for one in self._coming(my_task)
        ):
            return
        super()._predict_hook(my_task)  # type: ignore[misc]

    def _coming(self, my_task: Any) -> Iterator[Any]:
        return (
            one
            for one in my_task.workflow.tasks.values()
            if one.task_spec is self and one.has_state(_FORESEEN | TaskState.WAITING)
        )

    def _arrived(self, my_task: Any) -> list[Any]:
        """What has come here since it was last left, in the order in which it did; the task itself last."""
        others = [
            one
            for one in my_task.workflow.tasks.values()
            if one.task_spec is self
            and one is not my_task
            and one.has_state(TaskState.WAITING | TaskState.CANCELLED)
            and one.parent.state == TaskState.COMPLETED
            and _JOINED not in one.internal_data
        ]
        return [*sorted(others, key=lambda one: float(one.last_state_change)), my_task]

    def _take_along(self, my_task: Any) -> None:
        arrived = self._arrived(my_task)
        for one in arrived:
            one.internal_data[_JOINED] = True
        if len(arrived) > 1:
            known = [one.parent.data for one in arrived]
            my_task.data = merged(_parting(arrived).data, known)
        else:
            my_task._inherit_data()

    def _lead_on(self, my_task: Any, outputs: list[Any]) -> None:
        my_task._sync_children(outputs, TaskState.FUTURE)
        for child in my_task.children:
            child.task_spec._predict(child, mask=_FORESEEN)


class ParallelJoin(_Join, ParallelGatewayMixin, BpmnSpecMixin):  # type: ignore[misc]
    """A parallel gateway: goes on when every way has come that can."""

    def _check_threshold_unstructured(self, my_task: Any) -> bool:
        came = {one.parent.task_spec for one in self._arrived(my_task)}
        missing = {one for one in self.inputs if one not in came}
        return not missing or missing.isdisjoint(self._reached(self._starts(my_task)))

    def _starts(self, my_task: Any) -> list[Any]:
        """Where this round began: at this gateway where it was passed before, else at the start."""
        tasks = my_task.workflow.tasks.values()
        again = any(one.task_spec is self and one.state == TaskState.COMPLETED for one in tasks)
        return list(self.outputs) if again else [my_task.workflow.spec.start]

    def _reached(self, starts: Iterable[Any]) -> set[Any]:
        """Everything on the ways from there that do not pass here."""
        found: set[Any] = set()
        todo = list(starts)
        while todo:
            spec = todo.pop()
            if spec is not self and spec not in found:
                found.add(spec)
                todo.extend(spec.outputs)
        return found

    def _run_hook(self, my_task: Any) -> bool:
        self._take_along(my_task)
        self._lead_on(my_task, self.outputs)
        return True


class InclusiveJoin(_Join, InclusiveGatewayMixin, BpmnSpecMixin):  # type: ignore[misc]
    """An inclusive gateway: goes on when nothing more can come, every way whose condition holds."""

    def _run_hook(self, my_task: Any) -> bool:
        self._take_along(my_task)
        matches, defaults = self._get_matching_outputs(my_task)
        if not matches + defaults:
            raise WorkflowTaskException("No condition holds, and there is no other way.", task=my_task)
        self._lead_on(my_task, matches or defaults)
        return True


def _parting(arrived: list[Any]) -> Any:
    """The last task that all of these come from."""
    shared: set[Any] | None = None
    first: list[Any] = []
    for one in arrived:
        above = list(_above(one))
        first = first or above
        shared = set(map(id, above)) if shared is None else shared & set(map(id, above))
    return next(one for one in first if id(one) in (shared or ()))


def _above(task: Any) -> Iterator[Any]:
    while task.parent is not None:
        task = task.parent
        yield task


def merged(before: Mapping[str, Any], known: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What several ways know that parted with `before`: each with what it changed, the last to come winning
    where two changed the same."""
    found: dict[str, Any] = copied(dict(before))
    for one in known:
        for name in before.keys() - one.keys():
            found.pop(name, None)
        for name, value in one.items():
            if name in before and is_same(before[name], value):
                continue
            old, present = before.get(name), found.get(name)
            if isinstance(value, dict) and isinstance(present, dict):
                found[name] = merged(old if isinstance(old, dict) else {}, (present, value))
            else:
                found[name] = copied(value)
    return found
