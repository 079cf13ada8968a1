"""Definitions and their versions, instances, and what their tokens wait for."""

from alongside.workflow.models.definitions import Definition, Version
from alongside.workflow.models.instances import Awaited, Instance, State, Timer
from alongside.workflow.models.tasks import Did, Task, TaskDeed, TaskForm, TaskGroup, TaskQuerySet, TaskState

__all__ = [
    "Awaited",
    "Definition",
    "Did",
    "Instance",
    "State",
    "Task",
    "TaskDeed",
    "TaskForm",
    "TaskGroup",
    "TaskQuerySet",
    "TaskState",
    "Timer",
    "Version",
]
