import stat
from pathlib import Path

import pytest

from dunning_engine.ledger.write import whole_file


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_the_file_is_there_when_the_block_has_ended(tmp_path):
    with whole_file(tmp_path / "out.csv") as stream:
        stream.write(b"new")
        assert not (tmp_path / "out.csv").exists()
    assert (tmp_path / "out.csv").read_bytes() == b"new"
    assert names(tmp_path) == ["out.csv"]


@pytest.mark.parametrize("failure", [KeyboardInterrupt, ValueError, OSError])
def test_a_block_that_fails_changes_nothing(tmp_path, failure):
    (tmp_path / "out.csv").write_bytes(b"old")

    def fail():
        with whole_file(tmp_path / "out.csv") as stream:
            stream.write(b"new" * 100_000)
            raise failure

    with pytest.raises(failure):
        fail()
    assert (tmp_path / "out.csv").read_bytes() == b"old"
    assert names(tmp_path) == ["out.csv"]


def test_an_existing_file_keeps_its_mode_and_a_link_its_target(tmp_path):
    (tmp_path / "real.csv").write_bytes(b"old")
    (tmp_path / "real.csv").chmod(0o640)
    (tmp_path / "link.csv").symlink_to("real.csv")
    with whole_file(tmp_path / "link.csv") as stream:
        stream.write(b"new")
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_bytes() == b"new"
    assert stat.S_IMODE((tmp_path / "real.csv").stat().st_mode) == 0o640


FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="only some systems have a device that is always full")
def test_a_full_disk_raises():
    def write():
        with whole_file(FULL) as stream:
            stream.write(b"x" * 100_000)

    with pytest.raises(OSError, match="No space left"):
        write()
    assert stat.S_ISCHR(FULL.stat().st_mode)
