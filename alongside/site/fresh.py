"""The tables of this release in an empty database, at once rather than by every change there ever was.

Each step of a migration draws all models anew that are related to the one it changes, and here all are
related: sixty migrations take half a minute of computing. An empty database needs no history.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import CreateModel, Migration, RunPython, RunSQL
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.models import ModelOperation
from django.db.migrations.state import ProjectState
from django.utils.functional import SimpleLazyObject

Step = tuple[str, Operation]  # the label of its app, and what it does


def is_empty(connection: BaseDatabaseWrapper) -> bool:
    """Whether nobody has made a table here."""
    return not connection.introspection.table_names()


def build(connection: BaseDatabaseWrapper) -> int:
    """Make every table as the migrations leave it, do what they do besides, and note all of them as
    applied; their number. All or nothing.

    A test holds that what comes out is what the migrations would have made, on either database.
    """
    executor = MigrationExecutor(connection)
    plan = [migration for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    steps = [(migration.app_label, operation) for migration in plan for operation in migration.operations]
    peculiar = _peculiar(steps)
    with connection.schema_editor(atomic=True) as editor:
        for model in executor.loader.project_state().apps.get_models():
            options = model._meta
            if options.can_migrate(connection) and (options.app_label, options.model_name) not in peculiar:
                editor.create_model(model)
        _finish(editor)
        _do_the_rest(editor, steps, peculiar, ProjectState(real_apps=executor.loader.unmigrated_apps))
        _note(executor, plan)
    return len(plan)


def _peculiar(steps: Sequence[Step]) -> set[tuple[str, str]]:
    """Tables that are made in a way of their own: what happens to them happens step by step."""
    return {
        (app, step.name_lower)
        for app, step in steps
        if isinstance(step, CreateModel) and type(step) is not CreateModel
    }


def _finish(editor: BaseDatabaseSchemaEditor) -> None:
    """Indexes and references, before anything is protected from changes."""
    for statement in editor.deferred_sql:
        editor.execute(statement)
    editor.deferred_sql.clear()


def _do_the_rest(
    editor: BaseDatabaseSchemaEditor,
    steps: Sequence[Step],
    peculiar: set[tuple[str, str]],
    state: ProjectState,
) -> None:
    """What migrations do besides making tables, in their order, each step knowing the models of its time.

    Models are drawn from copies: once drawn, they would be drawn anew with every change. Many a piece of
    Python does nothing on one of the databases: its models are drawn when it asks for the first.
    """
    for app, step, is_done in _marked(steps, peculiar):
        before = state.clone() if is_done else state
        step.state_forwards(app, state)
        if is_done and isinstance(step, RunPython):
            models: Any = SimpleLazyObject(partial(getattr, before, "apps"))
            step.code(models, editor)
        elif is_done:
            step.database_forwards(app, editor, before, state.clone())


def _marked(steps: Sequence[Step], peculiar: set[tuple[str, str]]) -> Iterator[tuple[str, Operation, bool]]:
    """Each step, and whether it is to be done: not where a migration says that it may be left out."""
    for app, step in steps:
        if isinstance(step, RunPython | RunSQL):
            yield app, step, not step.elidable
        else:
            name = step.name_lower if isinstance(step, ModelOperation) else getattr(step, "model_name", "")
            yield app, step, (app, name.lower()) in peculiar


def _note(executor: MigrationExecutor, plan: Sequence[Migration]) -> None:
    executor.recorder.ensure_schema()
    for migration in plan:
        executor.recorder.record_applied(migration.app_label, migration.name)
