import json
from datetime import date

import pytest
from jsonschema import Draft7Validator, Draft202012Validator

from dunning_engine.ledger.figures import PolicyFigures, RunFigures, figures_in
from dunning_engine.ledger.last_run import as_json, read_last_run, to_keep
from dunning_engine.problems import ProblemsError
from dunning_engine.resources import schemas_directory

SCHEMA = json.loads((schemas_directory() / "last-run.schema.json").read_text(encoding="utf-8"))


def one(day=12, total=30, digest="a"):
    return PolicyFigures(date(2026, 3, day), f"sha256:{digest * 64}", 100, min(total, 26), {"remind": total})


def test_what_is_written_is_what_is_read(tmp_path):
    run = RunFigures({"service": one(), "factoring": PolicyFigures(date(2026, 3, 11), f"sha256:{'0' * 64}", 0, 0, {})})
    (tmp_path / "last.json").write_bytes(as_json(run))
    assert read_last_run(tmp_path / "last.json") == run
    assert RunFigures.from_dict(run.to_dict()) == run
    for validator in (Draft202012Validator, Draft7Validator):
        validator.check_schema(SCHEMA)
        validator(SCHEMA).validate(run.to_dict())


def test_there_need_be_no_file_yet(tmp_path):
    assert read_last_run(tmp_path / "last.json") is None


VALID = RunFigures({"service": one()}).to_dict()


def changed(**fields):
    return json.dumps({"policies": {"service": {**VALID["policies"]["service"], **fields}}})


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"\xff\xfe{}",
        b"invoice,customer\n1,2\n",
        b"[]",
        b"{}",
        b'{"policies": {}, "day": "2026-03-12"}',
        b'{"policies": {}}{}',
        b'{"policies": {"Service": {}}}',
        changed(day="2026-02-30"),
        changed(day="i dag"),
        changed(digest="sha256:"),
        changed(invoices=-1),
        changed(invoices=1.5),
        changed(actions={"remind": True}),
        changed(actions=None),
    ],
)
def test_what_no_run_has_left_is_refused(text):
    with pytest.raises(ProblemsError) as refused:
        figures_in(text, "last.json")
    (problem,) = refused.value.problems
    assert (problem.code, problem.span.file) == ("DE570", "last.json")


@pytest.mark.parametrize(
    ("last", "run", "kept"),
    [
        (None, one(), "run"),
        (one(11, 99), one(12, 1), "run"),  # the next day
        (one(12, 99), one(12, 1), "last"),  # the same day again, what was done is recorded
        (one(12, 30), one(12, 31), "run"),
        (one(12, 30), one(12, 30, "b"), "run"),  # as many, under a changed policy
        (one(13, 1), one(12, 99), "last"),  # a look back
    ],
    ids=str,
)
def test_what_the_next_run_is_held_against(last, run, kept):
    found = to_keep(None if last is None else RunFigures({"service": last}), RunFigures({"service": run}))
    assert found.policies == {"service": {"last": last, "run": run}[kept]}


def test_a_policy_that_the_run_has_nothing_to_do_with_keeps_its_figures():
    last, run = RunFigures({"service": one(11), "factoring": one(10)}), RunFigures({"service": one(12)})
    assert to_keep(last, run).policies == {"service": one(12), "factoring": one(10)}
