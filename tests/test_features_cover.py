"""The scenarios of ``features/`` come by every point of every policy that ships."""

from __future__ import annotations

from pathlib import Path

from dunning_engine.cli import main

TOP = Path(__file__).parent.parent


def test_every_rule_and_boundary_of_the_shipped_policies_is_shown_by_a_scenario(monkeypatch, capsys):
    monkeypatch.chdir(TOP)
    code = main(["test", "--min-coverage", "100"])
    assert code == 0, capsys.readouterr().out
