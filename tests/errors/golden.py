"""Golden errors: a file that is wrong, and beside it the text that the check must print for it.

``python tests/errors/golden.py DE204`` writes the expected texts of the codes named anew, without a name all; read the
difference before it is committed.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest.mock import patch

from dunning_engine.facts.account_reading import read_account
from dunning_engine.facts.consistency import check_currency, check_steps
from dunning_engine.facts.invoice import read_invoice
from dunning_engine.law.load import check_law
from dunning_engine.ledger.accounts import accounts_of_table
from dunning_engine.ledger.figures import PolicyFigures, RunFigures, figures_in
from dunning_engine.ledger.ledger import ledger_of_tables
from dunning_engine.ledger.limits import check_limits, not_confirmed
from dunning_engine.ledger.mapping import MappingError, load_mapping, read_mapping
from dunning_engine.ledger.read import table_of_bytes
from dunning_engine.ledger.run import evaluate_rows
from dunning_engine.policy.check import check_policy_text, read_policy
from dunning_engine.policy.load import check_paths, load_policies
from dunning_engine.policy.model import PolicyHistory
from dunning_engine.problems import Problem, ProblemsError, sort_problems
from dunning_engine.rendering import render_text
from dunning_engine.resources import examples_directory
from dunning_engine.text.schema import check_shape
from dunning_engine.text.source import read_yaml

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).parent
_DAY = date(2026, 3, 12)
_ONE_INVOICE = b"""invoice,customer,customer_kind,issued_on,due_on,amount,currency
1001,17,business,2026-01-31,2026-03-02,10000.00,SEK
"""
_COPIES = re.compile(rb"^(.*?) *# x ([0-9]+)$", re.MULTILINE)


def inputs() -> list[Path]:
    """The wrong files, by name."""
    return sorted(path for path in HERE.glob("DE*") if path.suffix != ".txt")


def code_of(path: Path) -> str:
    return path.name.split("-")[0]


def expected(path: Path) -> Path:
    """The file that holds what the check prints: ``DE204-unknown-key.law.yaml`` has ``DE204-unknown-key.txt``."""
    return path.with_name(path.name.split(".")[0] + ".txt")


def check(path: Path) -> tuple[Problem, ...]:
    """The problems of a wrong file, found by what its name ends with."""
    return _CHECKERS[path.name.partition(".")[2]](_whole(path), path.name)


def _whole(path: Path) -> bytes:
    """What stands in the file, with a line that ends in ``# x 3`` standing there three times."""
    return _COPIES.sub(lambda match: b"\n".join([match[1]] * int(match[2])), path.read_bytes())


def printed(path: Path) -> str:
    if path.suffix == ".http":
        return _asked(_whole(path)).shown()
    return "\n".join(map(render_text, sort_problems(check(path)))) + "\n"


def _law(data: bytes, file: str) -> tuple[Problem, ...]:
    with tempfile.TemporaryDirectory() as directory:
        (Path(directory) / file).write_bytes(data)
        problems = check_law(Path(directory))
    return tuple(_renamed(problem, directory, "rules/law") for problem in problems)


def _law_directory(data: bytes, _: str) -> tuple[Problem, ...]:
    with tempfile.TemporaryDirectory() as directory:
        _laid_out(data, directory)
        problems = check_law(Path(directory))
    return tuple(_renamed(problem, directory, "rules/law") for problem in problems)


def _renamed(problem: Problem, directory: str, shown: str) -> Problem:
    """The problem as it would be if its files lay in ``shown``."""
    message = problem.message.replace(directory, shown)
    if problem.span is None:
        return replace(problem, message=message)
    related = tuple(replace(place, file=Path(place.file).name) for place in problem.related)
    return replace(
        problem, message=message, span=replace(problem.span, file=Path(problem.span.file).name), related=related
    )


def _directory(data: bytes, _: str) -> tuple[Problem, ...]:
    """Several files in one, each after a line ``# file: name``; they are checked together, and so is each ``# path: name``."""
    with tempfile.TemporaryDirectory() as directory:
        problems = check_paths([Path(directory), *_laid_out(data, directory)])
    return tuple(_renamed(problem, directory, "rules") for problem in problems)


def _laid_out(data: bytes, directory: str) -> list[Path]:
    """Write the files into the directory; the further paths that are named come back."""
    _, *parts = re.split(r"^# (file|path): (.*)\n", data.decode(), flags=re.MULTILINE)
    paths = []
    for what, name, text in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        if what == "path":
            paths.append(Path(directory) / name)
        else:
            (Path(directory) / name).write_text(text, encoding="utf-8")
    return paths


def _restless(data: bytes, file: str) -> tuple[Problem, ...]:
    """A policy that is written once more whenever it has been read."""
    from dunning_engine.service import snapshot  # noqa: PLC0415 - it needs the extra [service]
    from dunning_engine.service.served import PolicyStore  # noqa: PLC0415 - likewise

    with tempfile.TemporaryDirectory() as directory, ExitStack() as changed:
        path = Path(directory) / file
        path.write_bytes(data)
        check = snapshot.check_folder

        def written(*arguments: Any) -> Any:
            path.write_bytes(path.read_bytes() + b"#\n")
            return check(*arguments)

        changed.enter_context(patch.object(snapshot, "check_folder", written))
        changed.enter_context(patch.object(snapshot, "_TRIES", 2))
        store = PolicyStore(Path(directory))
        store.load()
        return store.problems


def _mapping(data: bytes, file: str) -> tuple[Problem, ...]:
    try:
        read_mapping(data, file)
    except MappingError as error:
        return error.problems
    return ()


def _facts(data: bytes, _: str) -> tuple[Problem, ...]:
    invoice, problems = read_invoice(json.loads(data, parse_float=Decimal))
    if invoice is None:
        return problems
    return (
        *check_currency(invoice, "SEK"),
        *check_steps(invoice, ("notice", "reminder", "collection"), as_of=date.max, buys=False),
    )


def _account(data: bytes, _: str) -> tuple[Problem, ...]:
    return read_account(json.loads(data, parse_float=Decimal))[1]


def _shape(data: bytes, file: str) -> tuple[Problem, ...]:
    document, problems = read_yaml(data, file)
    return problems if document is None else (*problems, *check_shape(document, "policy"))


def _ledger(data: bytes, file: str) -> tuple[Problem, ...]:
    return evaluate_rows(ledger_of_tables(table_of_bytes(data, file)), load_policies(), as_of=_DAY).problems


def _events(data: bytes, file: str) -> tuple[Problem, ...]:
    """The events of a ledger that has one invoice, 1001."""
    return ledger_of_tables(table_of_bytes(_ONE_INVOICE, "ledger.csv"), table_of_bytes(data, file)).problems


def _accounts(data: bytes, file: str) -> tuple[Problem, ...]:
    return accounts_of_table(table_of_bytes(data, file)).problems


def _mapped(data: bytes, file: str) -> tuple[Problem, ...]:
    """A ledger as Swedish Excel saves it, through the mapping that ships for it."""
    mapping = load_mapping(examples_directory() / "mappings" / "excel-sv.yaml")
    assert mapping.invoices is not None
    table = table_of_bytes(
        data, file, delimiter=mapping.invoices.form.delimiter, encoding=mapping.invoices.form.encoding
    )
    return ledger_of_tables(table, mapping=mapping).problems


def _run(data: bytes, file: str) -> tuple[Problem, ...]:
    """A run of 30 actions on 100 invoices under the policy; ``# --confirm 28`` and ``# last run: 12`` stand in comments."""
    draft, problems = read_policy(data, file)
    assert draft is not None
    assert not problems
    said = {key: int(number) for key, number in re.findall(r"^# (.*?):? ([0-9]+)$", data.decode(), re.MULTILINE)}
    run = _figures(_DAY, 26, {"remind": 24, "demand": 6}, "b")
    last = _figures(date(2026, 3, 11), 12, {"remind": said["last run"]}, "a") if "last run" in said else None
    found = check_limits(PolicyHistory("example", (draft.policy,)), run, last=last)
    return (*found, not_confirmed(said["--confirm"], run)) if "--confirm" in said else found


def _figures(day: date, with_actions: int, actions: dict[str, int], digest: str) -> RunFigures:
    return RunFigures({"example": PolicyFigures(day, f"sha256:{digest * 64}", 100, with_actions, actions)})


def _last_run(data: bytes, file: str) -> tuple[Problem, ...]:
    try:
        figures_in(data, file)
    except ProblemsError as error:
        return error.problems
    return ()


def _request(data: bytes, _: str) -> tuple[Problem, ...]:
    """A request as a file: what the service tells its client. Settings stand in comments above it, as ``# max_line: 200``."""
    return tuple(Problem(code=code, message="") for code in _asked(data).codes)


class _Told(NamedTuple):
    """What the service answered, to a request of the number 1."""

    status: int
    headers: dict[str, str]
    body: str

    @property
    def codes(self) -> list[str]:
        return re.findall(r'"code": "(DE[0-9]{3})"', self.shown())

    def shown(self) -> str:
        """The answer as it is printed, without what every answer has."""
        own = {"allow", "content-type", "retry-after", "www-authenticate"}
        head = [f"{name}: {value}" for name, value in sorted(self.headers.items()) if name in own]
        lines = [json.dumps(json.loads(line), ensure_ascii=False, indent=2) for line in self.body.splitlines()]
        return "\n".join([f"HTTP {self.status}", *head, "", *lines]) + "\n"


def _asked(data: bytes) -> _Told:
    from http_request import answered  # noqa: PLC0415 - it needs the extra [service]

    return _Told(*answered(data))


_CHECKERS: dict[str, Callable[[bytes, str], tuple[Problem, ...]]] = {
    "yaml": check_policy_text,
    "shape.yaml": _shape,
    "law.yaml": _law,
    "dir.law.yaml": _law_directory,
    "map.yaml": _mapping,
    "facts.json": _facts,
    "account.json": _account,
    "dir.yaml": _directory,
    "csv": _ledger,
    "ndjson": _ledger,
    "ledger.json": _ledger,
    "events.csv": _events,
    "accounts.csv": _accounts,
    "accounts.ndjson": _accounts,
    "mapped.csv": _mapped,
    "http": _request,
    "restless.yaml": _restless,
    "run.yaml": _run,
    "last-run.json": _last_run,
}


if __name__ == "__main__":
    named = tuple(sys.argv[1:]) or ("DE",)
    for wrong in (path for path in inputs() if path.name.startswith(named)):
        expected(wrong).write_text(printed(wrong), encoding="utf-8")
    sys.stdout.write("now run: python tools/make.py\n")
