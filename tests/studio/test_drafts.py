"""Unsaved text on the disk."""

import os

import pytest

from dunning_engine.policy.files import find_files
from dunning_engine.studio.drafts import drop_draft, find_draft, keep_draft
from dunning_engine.studio.policy_files import earlier_of

BASE, OTHER = "a" * 64, "b" * 64


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("policy: a\n")
    return path


@pytest.mark.parametrize("text", ["", "policy: b\n", "å😀\n", "half \ud800"])
def test_a_draft_is_found_again(file, text):
    kept = keep_draft(file, text, BASE, None)
    assert find_draft(file) == kept
    assert (kept.text, kept.base) == (text, BASE[:12])
    assert [one.path for one in find_files(file.parent)[0]] == [file]


def test_the_page_s_own_draft_is_written_over(file):
    first = keep_draft(file, "one", BASE, None)
    keep_draft(file, "two", OTHER, first)
    assert find_draft(file).text == "two"
    assert len(list((file.parent / ".drafts").glob("*.yaml"))) == 1
    assert earlier_of(file) == []


def test_a_draft_that_somebody_else_wrote_is_not_lost(file):
    keep_draft(file, "theirs", BASE, None)
    mine = keep_draft(file, "mine", BASE, None)
    assert find_draft(file) == mine
    assert [one.path.read_text() for one in earlier_of(file)] == ["theirs"]
    drop_draft(file, None)
    assert find_draft(file) is None
    assert [one.path.read_text() for one in earlier_of(file)] == ["mine", "theirs"]


def test_one_s_own_draft_ends_without_a_trace(file):
    drop_draft(file, keep_draft(file, "mine", BASE, None))
    assert find_draft(file) is None
    assert earlier_of(file) == []


def test_the_newest_of_several_is_brought_back(file):
    for age, base in ((30, BASE), (10, OTHER)):
        path = file.parent / ".drafts" / f"a.{base[:12]}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(str(age))
        os.utime(path, (1000 - age, 1000 - age))
    assert find_draft(file).text == "10"


def test_files_that_are_no_drafts_of_it_are_left_alone(file):
    folder = file.parent / ".drafts"
    folder.mkdir()
    for name in ("b.aaaaaaaaaaaa.yaml", "a.b.aaaaaaaaaaaa.yaml", ".a.aaaaaaaaaaaa.yaml"):
        (folder / name).write_text("x")
    (folder / "a.cccccccccccc.yaml").write_bytes(b"\xff")
    assert find_draft(file) is None


def test_a_disk_that_is_full_keeps_the_draft_before(file, monkeypatch):
    first = keep_draft(file, "one", BASE, None)

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        keep_draft(file, "two", BASE, first)
    assert find_draft(file) == first
