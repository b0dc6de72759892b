"""Policies and law made for measuring growth: a ladder of any length, and as many half-years of rates as wanted."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from dunning_engine.policy.load import load_policies
from dunning_engine.resources import rules_directory

if TYPE_CHECKING:
    from datetime import date

    from dunning_engine.policy.model import PolicyHistory

_RATES = "se-reference-rates.yaml"
_RATE = re.compile(r"^  - \{from: .*\n", re.MULTILINE)
_BEGINNING = """\
policy: growth
title: Växande trappa
applies_to_invoices_issued_from: {first}
currency: SEK
country: SE
approval: automatic
agreed_terms: {{due_date: true}}
postal_days: 0
due_date_on_closed_day: next_banking_day
interest:
  rate: statutory
  accrues_from: due_date
  day_count: actual_actual
  rounding: half_up_to_ore
payments_settle: [fees, interest, principal]
exclude:
  - {{reason: Inget kvar att betala, when: {{balance: {{at_most: 0.00}}}}}}
hold:
  - {{reason: Fordran är bestridd, when: {{disputed: true}}}}
steps:
"""
_LETTER = """\
  - step: letter_{number}
    title: Brev {number}
    action: notify
    {delay}
    send_by: post
    interest: true
"""
_DEMAND = """\
  - step: collection
    title: Inkassokrav
    action: demand
    days_after_previous_step: 8
    send_by: post
    send_to: registered_address
    fee: 0.00
    interest: true
    pay_within_days: 12
"""


def half_years() -> list[str]:
    """The first days of the half-years that the shipped law has rates for."""
    return re.findall(r"from: (\S+),", (rules_directory() / "law" / _RATES).read_text(encoding="utf-8"))


def ladder_of(steps: int) -> PolicyHistory:
    """A policy of ``steps`` steps: letters with interest, and a collection demand last."""
    with TemporaryDirectory() as folder:
        return _loaded(Path(folder), steps, "2020-01-01")


def under_rates(periods: int, steps: int = 3) -> tuple[PolicyHistory, str]:
    """A policy under the last ``periods`` half-years of the law, and the first day of those.

    A claim is never barred there, so that interest can run through all of them.
    """
    with TemporaryDirectory() as name:
        folder = Path(name)
        law = shutil.copytree(rules_directory() / "law", folder / "law")
        text = (law / _RATES).read_text(encoding="utf-8")
        for line in _RATE.findall(text)[:-periods]:
            text = text.replace(line, "", 1)
        (law / _RATES).write_text(text, encoding="utf-8")
        limitation = law / "se-limitation.yaml"
        endless = re.sub(r"years: \d+", "years: 100", limitation.read_text(encoding="utf-8"))
        limitation.write_text(endless, encoding="utf-8")
        first = half_years()[-periods]
        return _loaded(folder, steps, first), first


def steps_of(history: PolicyHistory) -> list[str]:
    """The names of the steps in the order of the ladder."""
    return [step.name for step in history.revisions[-1].steps]


def _loaded(folder: Path, steps: int, first: str | date) -> PolicyHistory:
    delays = ("days_after_due_date: 5", *["days_after_previous_step: 7"] * (steps - 2))
    letters = [_LETTER.format(number=number, delay=delay) for number, delay in enumerate(delays, 1)]
    text = _BEGINNING.format(first=first) + "".join(letters) + _DEMAND
    (folder / "growth.yaml").write_text(text, encoding="utf-8")
    return load_policies(folder)["growth"]
