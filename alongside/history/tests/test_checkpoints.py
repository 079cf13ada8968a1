from pathlib import Path

import pytest

from alongside.history import checkpoints
from alongside.history.checkpoints import Checkpoint, Illegible
from alongside.history.keeping import Keeper, Progress, while_serving
from alongside.history.models import Head
from alongside.history.tests.conftest import Log
from alongside.history.verify import verify


@pytest.mark.django_db
def test_a_checkpoint_is_where_the_log_is(log: Log) -> None:
    log.fill(5)
    (made,) = checkpoints.keep(log.tenant_id)
    head = Head.objects.get()
    assert made == Checkpoint(f"alongside/history/{log.tenant_id}", 5, bytes(head.root))
    assert checkpoints.kept(log.tenant_id) == [made]
    assert verify(log.tenant_id).checkpoints == 1


@pytest.mark.django_db
def test_checkpoints_are_kept_in_the_public_format(log: Log) -> None:
    log.add()
    checkpoints.keep(log.tenant_id)
    origin, size, root, *rest = checkpoints.file_of(log.tenant_id).read_text().split("\n")
    assert (origin, size, len(root), rest) == (f"alongside/history/{log.tenant_id}", "1", 44, ["", ""])


@pytest.mark.django_db
def test_a_log_that_has_not_grown_gets_no_other_checkpoint(log: Log) -> None:
    log.add()
    assert len(checkpoints.keep(log.tenant_id)) == 1
    assert checkpoints.keep(log.tenant_id) == []
    log.add()
    assert [each.size for each in checkpoints.keep(log.tenant_id)] == [2]
    assert [each.size for each in checkpoints.kept(log.tenant_id)] == [1, 2]
    assert checkpoints.tenants_kept() == {log.tenant_id}


@pytest.mark.django_db
def test_a_tenant_without_entries_has_no_checkpoint(log: Log) -> None:
    assert checkpoints.keep(log.tenant_id) == []
    assert checkpoints.kept(log.tenant_id) == []
    assert checkpoints.tenants_kept() == set()


@pytest.mark.django_db
def test_a_long_file_keeps_fewer_of_the_older_checkpoints(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoints, "MOST", 8)
    for _ in range(12):
        log.add()
        checkpoints.keep(log.tenant_id)
    sizes = [each.size for each in checkpoints.kept(log.tenant_id)]
    assert len(sizes) <= 9
    assert sizes[-3:] == [10, 11, 12]
    assert sizes[0] == 1
    assert verify(log.tenant_id).verdict == "sound"


@pytest.mark.django_db
def test_an_illegible_file_is_not_written_over(log: Log) -> None:
    log.add()
    checkpoints.folder().mkdir()
    checkpoints.file_of(log.tenant_id).write_text("scribble")
    with pytest.raises(Illegible):
        checkpoints.keep(log.tenant_id)
    assert checkpoints.file_of(log.tenant_id).read_text() == "scribble"


def test_signatures_are_passed_over(tmp_path: Path) -> None:
    made = Checkpoint(checkpoints.origin(7), 3, b"x" * 32)
    path = tmp_path / "signed"
    path.write_text(
        f"{made.body()}\n— example.org/audit bm90IGEgcmVhbCBvbmU=\n\n{made.body()}\n", encoding="utf-8"
    )
    assert checkpoints.read(path, 7) == [made, made]


@pytest.mark.parametrize(
    ("grown", "seconds", "resting", "due"),
    [
        (0, 1000, 1000, False),
        (1, 1, 0, False),
        (1, 1, 2, True),
        (99, 59, 1, False),
        (100, 1, 0, True),
        (1, 60, 0, True),
    ],
)
def test_a_checkpoint_is_due_after_so_many_entries_so_long_or_at_rest(
    grown: int, seconds: float, resting: float, due: bool
) -> None:
    progress = Progress(written=50, written_at=1000 - seconds, size=50 + grown, grown_at=1000 - resting)
    assert progress.due(1000) is due


@pytest.mark.committed
def test_the_keeper_writes_when_it_is_due(log: Log) -> None:
    keeper = Keeper()
    log.add()
    keeper.look(100)
    assert checkpoints.kept(log.tenant_id) == []
    keeper.look(102)
    assert [each.size for each in checkpoints.kept(log.tenant_id)] == [1]
    log.fill(100)
    keeper.look(103)
    log.add()
    keeper.look(104)
    assert [each.size for each in checkpoints.kept(log.tenant_id)] == [1, 101]
    keeper.look(105, everything=True)
    assert [each.size for each in checkpoints.kept(log.tenant_id)] == [1, 101, 102]


@pytest.mark.committed
def test_nothing_is_left_unkept_when_the_server_stops(log: Log) -> None:
    with while_serving():
        log.fill(3)
    assert [each.size for each in checkpoints.kept(log.tenant_id)][-1] == 3


@pytest.mark.committed
def test_the_keeper_outlives_a_folder_that_cannot_be_written(
    log: Log, caplog: pytest.LogCaptureFixture
) -> None:
    log.add()
    checkpoints.folder().write_text("in the way")
    with while_serving():
        pass
    assert "No checkpoint of the history could be kept" in caplog.text
