"""Files as an editor opens and writes them."""

import os
import stat

import pytest

from dunning_engine.policy.files import find_files
from dunning_engine.studio.policy_files import (
    FileChangedError,
    bytes_of,
    earlier_of,
    files_in,
    gone,
    keep_earlier,
    open_file,
    opened,
    save_file,
    title_of,
)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "rules" / "a.yaml"
    path.parent.mkdir()
    path.write_bytes(b"policy: a\n")
    return path


@pytest.mark.parametrize(
    ("before", "shown", "text", "written"),
    [
        (b"a\nb\n", "a\nb\n", "a\nb\nc\n", b"a\nb\nc\n"),
        (b"a\r\nb\r\n", "a\nb\n", "a\nx\n", b"a\r\nx\r\n"),
        (b"a\rb", "a\nb", "b\na", b"b\ra"),
        (b"\xef\xbb\xbfa\n", "a\n", "b\n", b"\xef\xbb\xbfb\n"),
        (b"", "", "a\n", b"a\n"),
        (b"a", "a", "a\nb", b"a\nb"),
        (b"a\r\nb\nc\r\nd", "a\nb\nc\nd", "a\nb\nx\nc\nd", b"a\r\nb\nx\r\nc\r\nd"),
        (b"a\r\nb\nc\r\n", "a\nb\nc\n", "b\nc\n", b"b\nc\r\n"),
        ("å\u2028b\n".encode(), "å\u2028b\n", "å\u2028b\n", "å\u2028b\n".encode()),
        (b"a\n", "a\n", "\ud800", b"\xed\xa0\x80"),
    ],
)
def test_a_text_is_written_as_the_file_had_it(tmp_path, before, shown, text, written):
    assert opened(tmp_path, before).text == shown
    assert bytes_of(shown, before) == before
    assert bytes_of(text, before) == written


def test_bytes_that_are_not_text_are_only_shown(tmp_path):
    found = opened(tmp_path, b"title: p\xe5minnelse\n")
    assert not found.readable
    assert found.text == "title: p\ufffdminnelse\n"


def test_what_a_file_held_is_kept_and_is_no_policy(file):
    first = open_file(file)
    second = save_file(first, b"policy: b\n")
    save_file(second, b"policy: c\n")
    assert file.read_bytes() == b"policy: c\n"
    assert [(one.number, one.path.read_bytes()) for one in earlier_of(file)] == [
        (2, b"policy: b\n"),
        (1, b"policy: a\n"),
    ]
    assert [found.path for found in find_files(file.parent)[0]] == [file]
    assert (file.parent / ".earlier" / ".gitignore").read_text() == "*\n"


def test_the_same_is_kept_once_and_nothing_is_written_where_nothing_is_new(file):
    first = open_file(file)
    assert save_file(first, first.data) == first
    assert earlier_of(file) == []
    assert keep_earlier(file, b"x").number == keep_earlier(file, b"x").number == 1


def test_what_somebody_else_wrote_is_not_written_over(file):
    before = open_file(file)
    file.write_bytes(b"policy: theirs\n")
    with pytest.raises(FileChangedError) as refused:
        save_file(before, b"policy: mine\n")
    assert refused.value.theirs.text == "policy: theirs\n"
    assert file.read_bytes() == b"policy: theirs\n"
    file.unlink()
    with pytest.raises(FileChangedError) as refused:
        save_file(before, b"policy: mine\n")
    assert refused.value.theirs is None
    assert not file.exists()
    assert save_file(gone(file), b"policy: mine\n").data == file.read_bytes() == b"policy: mine\n"
    with pytest.raises(FileChangedError):
        save_file(gone(file), b"policy: again\n")


def test_permissions_stay_and_a_link_leads_to_its_target(file, tmp_path):
    target = tmp_path / "elsewhere.yaml"
    file.rename(target)
    target.chmod(0o640)
    file.symlink_to(target)
    save_file(open_file(file), b"policy: b\n")
    assert file.is_symlink()
    assert target.read_bytes() == b"policy: b\n"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert earlier_of(file)[0].path.is_relative_to(file.parent)


@pytest.mark.parametrize("broken", ["fsync", "replace"])
def test_a_disk_that_is_full_leaves_the_file_as_it_was(file, monkeypatch, broken):
    before = open_file(file)
    keep_earlier(file, before.data)

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full) if broken == "fsync" else monkeypatch.setattr("pathlib.Path.replace", full)
    with pytest.raises(OSError, match="No space left"):
        save_file(before, b"policy: b\n")
    assert file.read_bytes() == b"policy: a\n"
    assert [path.name for path in file.parent.iterdir()] in (["a.yaml", ".earlier"], [".earlier", "a.yaml"])


def test_a_folder_s_own_files_come_first_and_law_last(tmp_path):
    for name in ("z.yaml", "b/a.yaml", "law/l.yaml", ".hidden/h.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("policy: x\n")
    assert [path.relative_to(tmp_path).as_posix() for path in files_in(tmp_path)] == [
        "z.yaml",
        "b/a.yaml",
        "law/l.yaml",
    ]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("policy: a\napplies_to_invoices_issued_from: 2026-01-01\n", "a 2026-01-01"),
        ("policy: 'a'\n", "a"),
        ("nothing\n", ""),
    ],
)
def test_a_file_is_called_by_its_policy_and_its_day(tmp_path, text, title):
    path = tmp_path / "a.yaml"
    path.write_text(text)
    assert title_of(path) == title
    assert title_of(tmp_path / "none.yaml") == ""
