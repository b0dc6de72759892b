import signal
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest

from dunning_engine.ledger.workspace import workspace
from dunning_engine.ledger.write import whole_file


def test_folders_stand_hidden_beside_the_output_and_are_gone_afterwards(tmp_path):
    with workspace(tmp_path / "out.csv") as folder:
        made = [folder(), folder()]
        (made[0] / "x").write_bytes(b"x")
        (beside,) = tmp_path.iterdir()
        assert beside.name.startswith(".out.csv.")
        assert [one.parent for one in made] == [beside, beside]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("output", [None, Path("/dev/null")])
def test_without_an_ordinary_output_they_stand_where_the_system_keeps_such(tmp_path, monkeypatch, output):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with workspace(output) as folder:
        assert folder().is_relative_to(tmp_path)


@pytest.mark.parametrize("failure", [KeyboardInterrupt, OSError])
def test_they_are_gone_when_something_fails(tmp_path, failure):
    def fail():
        with workspace(tmp_path / "out.csv") as folder:
            (folder() / "x").write_bytes(b"x")
            raise failure

    with pytest.raises(failure):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_a_job_that_is_told_to_end_removes_them(tmp_path):
    before = signal.getsignal(signal.SIGTERM)

    def end():
        with workspace(tmp_path / "out.csv"):
            signal.raise_signal(signal.SIGTERM)

    with pytest.raises(SystemExit, match="143"):
        end()
    assert list(tmp_path.iterdir()) == []
    assert signal.getsignal(signal.SIGTERM) is before


def test_what_cannot_be_written_has_the_name_that_was_given(tmp_path):
    with pytest.raises(FileNotFoundError) as raised, workspace(tmp_path / "none" / "out.csv"):
        pass
    assert raised.value.filename == str(tmp_path / "none" / "out.csv")


def written_in_spite_of_a_ctrl_c(output):
    with workspace(output), whole_file(output) as stream:
        with suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        stream.write(b"x")


def test_a_ctrl_c_that_something_swallows_counts_before_the_output_takes_its_name(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        written_in_spite_of_a_ctrl_c(tmp_path / "o.csv")
    assert list(tmp_path.iterdir()) == []
