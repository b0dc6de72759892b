"""``dunning new policy``: a folder that passes the check and is covered whole, and never anything written over."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dunning_engine.cli import main

FILES = {
    ".vscode/extensions.json",
    ".vscode/settings.json",
    "README.md",
    "features/kiosken.feature",
    "rules/kiosken.yaml",
    "schemas/policy.schema.json",
}


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def files():
    return {path.as_posix(): path.read_bytes() for path in Path().rglob("*") if path.is_file()}


def test_what_is_begun_passes_the_check_without_warnings_and_is_covered_whole(capsys):
    assert main(["new", "policy", "kiosken"]) == 0
    assert {*capsys.readouterr().out.split()} == FILES == {*files()}
    assert main(["check", "rules"]) == 0
    assert "0 errors, 0 warnings" in capsys.readouterr().out
    assert main(["test", "--min-coverage", "100"]) == 0
    assert "kiosken   16 av  16    100 %" in capsys.readouterr().out
    assert {*files()} == FILES


def test_the_editor_finds_the_schema_of_the_policies():
    main(["new", "policy", "kiosken", "--directory", "a/b"])
    settings = json.loads(Path("a/b/.vscode/settings.json").read_text(encoding="utf-8"))
    [(schema, policies)] = settings["yaml.schemas"].items()
    assert json.loads((Path("a/b") / schema).read_text(encoding="utf-8"))["properties"]["policy"]
    assert [path.name for path in Path("a/b").glob(policies)] == ["kiosken.yaml"]
    assert (
        Path("a/b/rules/kiosken.yaml")
        .read_text(encoding="utf-8")
        .startswith("# yaml-language-server: $schema=../schemas/policy.schema.json\n")
    )


def test_a_second_policy_lies_beside_the_first():
    assert main(["new", "policy", "kiosken"]) == 0
    assert main(["new", "policy", "torget"]) == 0
    assert {*files()} == FILES | {"features/torget.feature", "rules/torget.yaml"}
    assert main(["test", "--min-coverage", "100"]) == 0


@pytest.mark.parametrize("place", sorted(FILES))
def test_nothing_is_written_over_and_then_nothing_at_all(capsys, place):
    Path(place).parent.mkdir(exist_ok=True)
    Path(place).write_bytes(b"mine\n")
    assert main(["new", "policy", "kiosken"]) == 2
    assert (
        capsys.readouterr().err == f"dunning: {place} is there already, and is not written over; nothing was written\n"
    )
    assert files() == {place: b"mine\n"}


def test_what_is_there_whole_is_said(capsys):
    main(["new", "policy", "kiosken"])
    before = files()
    assert main(["new", "policy", "kiosken"]) == 2
    assert "all of it is there already" in capsys.readouterr().err
    assert files() == before


def test_what_cannot_be_written_leaves_nothing_behind(monkeypatch):
    Path("x").mkdir()
    real = Path.open

    def full(self, *arguments, **more):
        if self.name == "settings.json" and "xb" in arguments:
            raise OSError(28, "No space left on device", str(self))
        return real(self, *arguments, **more)

    monkeypatch.setattr(Path, "open", full)
    assert main(["new", "policy", "kiosken", "--directory", "x/y"]) == 2
    assert [*Path("x").iterdir()] == []


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Våra påminnelser", "; did you mean 'vara-paminnelser'?"),
        ("kiosken.yaml", "; did you mean 'kiosken'?"),
        ("../kiosken", "; did you mean 'kiosken'?"),
        ("4711", ""),
        ("true", ""),
        ("null", ""),
        ("a" * 61, ""),
        ("", ""),
    ],
)
def test_a_name_that_is_none_gets_a_line(capsys, name, hint):
    assert main(["new", "policy", name]) == 2
    assert capsys.readouterr().err == (
        f"dunning: '{name}' is no name of a policy: small letters a-z, digits and hyphens, a letter first{hint}\n"
    )
    assert files() == {}


@pytest.mark.parametrize("directory", ["taken", "taken/below"])
def test_a_file_is_no_folder_to_begin_in(capsys, directory):
    Path("taken").write_text("kept", encoding="utf-8")
    assert main(["new", "policy", "kiosken", "--directory", directory]) == 2
    assert capsys.readouterr() == ("", "dunning: --directory: taken is a file; a folder is wanted\n")
    assert files() == {"taken": b"kept"}


def test_only_a_policy_can_be_begun(capsys):
    assert main(["new", "polcy", "kiosken"]) == 2
    assert "'policy'" in capsys.readouterr().err
