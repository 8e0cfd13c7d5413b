"""The processes beside the one that was called: order, the first hand, what is left, and what ends them."""

from __future__ import annotations

import time
from importlib import import_module
from pathlib import Path

import pytest

from jobs import Job, dies, fails, sleeps, who
from octavo.executor.pool import WorkerPool
from octavo.model.errors import LostJobsError, MachineError


def test_results_come_in_order_and_what_is_left_is_told() -> None:
    told: list[tuple[int, int, float | None]] = []
    jobs = [Job("a", 3.0), Job("b", 2.0), Job("c", 1.0)]
    with WorkerPool(2, progress=lambda *progress: told.append(progress)) as hands:
        assert hands.map(sleeps, jobs) == ["a", "b", "c"]
        assert told == [(1, 3, 1.5), (2, 3, 0.5), (3, 3, 0.0)]
        told.clear()
        hands.map(sleeps, [Job("new"), Job("b", 2.0), Job("new")])
        assert [left for _, _, left in told] == [None, None, 0.0]


def test_one_job_after_the_other_goes_to_the_first_hand() -> None:
    with WorkerPool(3) as hands:
        assert len({hands.map(who, [Job("a")])[0] for _ in range(5)}) == 1
        assert hands.call(who, Job("a"))() != hands.map(who, [Job("a")])[0]


def test_what_goes_wrong_is_said_as_it_is() -> None:
    with WorkerPool(1) as hands, pytest.raises(MachineError, match="no ink") as wrong:
        hands.map(fails, [Job("ink")])
    assert wrong.value.hint == "buy one"


def test_a_job_that_kills_is_named_and_the_others_are_done() -> None:
    with WorkerPool(2) as hands:
        with pytest.raises(LostJobsError) as gone:
            hands.map(dies, [Job("a"), Job("deadly"), Job("b")])
        assert [(each.job.name, each.why) for each in gone.value.lost] == [
            ("deadly", "ended its process, twice, by SIGKILL")
        ]
        assert hands.map(dies, [Job("a"), Job("b")]) == ["a", "b"]


def test_a_job_that_takes_too_long_is_ended() -> None:
    began = time.monotonic()
    with WorkerPool(2, timeout=8) as hands:
        with pytest.raises(LostJobsError) as gone:
            hands.map(sleeps, [Job("slow"), Job("quick")])
        assert [each.job.name for each in gone.value.lost] == ["slow"]
        assert hands.map(sleeps, [Job("quick")]) == ["quick"]
    assert time.monotonic() - began < 60


def interrupted() -> None:
    with WorkerPool(1) as hands:
        hands.call(sleeps, Job("slow"))
        raise KeyboardInterrupt


def test_nothing_runs_on_when_something_else_goes_wrong() -> None:
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert time.monotonic() - began < 60


def test_what_is_imported_at_once_and_what_a_job_needs_are_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A module waits for its package, which another thread imports, and which does not wait for it."""
    package = tmp_path / "halves"
    package.mkdir()
    (tmp_path / "before.py").write_text("import time\ntime.sleep(0.3)\n")
    text = "import time\ntime.sleep(0.6)\nfrom halves import inner\ndef whole(job):\n    return inner.name(job)\n"
    (package / "__init__.py").write_text(text)
    (package / "other.py").write_text("import time\ntime.sleep(0.3)\n")
    (package / "inner.py").write_text("from halves import other\ndef name(job):\n    return job.name\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    halves = import_module("halves")
    with WorkerPool(1, ("before", "halves.inner")) as hands:
        assert hands.map(halves.whole, [Job("a")]) == ["a"]
