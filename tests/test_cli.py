import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pendulum
import polars as pl
import pytest

from dunning_engine import cli
from dunning_engine.commands import drawing, options
from dunning_engine.ledger.evaluator import LedgerEvaluator
from dunning_engine.resources import examples_directory, rules_directory

EXAMPLES = examples_directory()
LEDGER = [str(EXAMPLES / "ledger.csv"), "--events", str(EXAMPLES / "events.csv")]
HELD = ["--accounts", str(EXAMPLES / "accounts.csv")]
ON_DAY = ["--as-of", "2026-03-31"]
EXCEL = [
    *("evaluate", str(EXAMPLES / "excel-sv.csv"), "--map", str(EXAMPLES / "mappings" / "excel-sv.yaml")),
    *("--policy", "fakturaservice", "--as-of", "2026-03-20"),
]
HEADER = "invoice,customer,customer_kind,issued_on,due_on,amount,currency,sent_by\n"
GOOD = "1,K1,business,2026-01-02,2026-03-02,10000.00,SEK,post\n"
BAD = "2,K1,business,2026-01-02,2026-03-02,ten,SEK,post\n"


@pytest.fixture
def dunning(capfdbinary):
    """Run a command in this process; gives its exit code, stdout and stderr."""

    def run(*arguments):
        code = cli.main([str(argument) for argument in arguments])
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        return code, out, err.decode()

    return run


@pytest.fixture
def small(tmp_path):
    """A ledger with the given rows; gives the start of a command that evaluates it."""

    def write(*rows):
        (tmp_path / "small.csv").write_text(HEADER + "".join(rows), encoding="utf-8")
        return ["evaluate", tmp_path / "small.csv", "--policy", "fakturaservice", "--as-of", "2026-03-12"]

    return write


# Results


def test_a_table_for_people(dunning):
    code, out, err = dunning(*EXCEL)
    text = out.decode()
    assert (code, err) == (0, "")
    assert max(len(line) for line in text.splitlines()) <= 100
    reminder = next(line for line in text.splitlines() if "2002" in line)
    assert reminder.replace("\u00a0", " ").split("  ")[-1].strip() == "2026-03-27"
    assert "741\u00a0970,64" in reminder
    assert text.endswith("8 rader: 5 med åtgärd, 2 utan något att göra, 1 bara med hinder, 0 med fel\n")


def test_the_same_run_prints_the_same_bytes(dunning):
    assert dunning(*EXCEL)[1] == dunning(*EXCEL)[1]


def test_the_table_in_english(dunning):
    _, out, _ = dunning(*EXCEL, "--lang", "en")
    assert out.decode().endswith(
        "8 rows: 5 with actions, 2 with nothing to do, 1 with blockers only, 0 with problems\n"
    )


def test_without_any_policy_it_is_said_once(dunning):
    code, out, err = dunning(*EXCEL[:4], *ON_DAY)
    assert (code, out) == (2, b"")
    assert err.count("\n") == 1
    assert "give --policy; there are factoring, fakturabelaning, " in err


def test_json_is_clean_and_the_summary_goes_to_stderr(dunning):
    code, out, err = dunning("evaluate", *LEDGER, *ON_DAY, "--format", "json")
    decisions = json.loads(out)
    assert code == 0
    assert len(decisions) == 161
    assert "why" not in decisions[0]
    assert "161 rader" in err


def test_ndjson_with_reasons(dunning):
    _, out, _ = dunning(*EXCEL, "--format", "ndjson", "--explain")
    decisions = [json.loads(line) for line in out.splitlines()]
    assert [decision["invoice"] for decision in decisions] == [str(number) for number in range(2001, 2009)]
    assert all(decision["why"] for decision in decisions)


def test_no_decision_is_an_empty_list(dunning, small):
    assert dunning(*small(BAD), "--format", "json")[:2] == (1, b"[]\n")
    assert dunning(*small(BAD), "--format", "ndjson")[:2] == (1, b"")


def test_csv_and_parquet_hold_the_same(dunning, tmp_path):
    dunning(*EXCEL, "--output", tmp_path / "out.parquet")
    _, out, _ = dunning(*EXCEL, "--format", "csv")
    parquet = pl.read_parquet(tmp_path / "out.parquet")
    text = pl.read_csv(io.BytesIO(out), infer_schema=False)
    assert parquet.schema["fee"] == pl.Decimal(18, 2)
    assert parquet.cast(pl.String).equals(text)
    assert text["amount_to_pay"][0] == "12686.71"


@pytest.mark.parametrize("name", ["out.json", "out.ndjson", "out.csv", "out.txt"])
def test_an_output_file_takes_its_form_from_its_suffix(dunning, tmp_path, name):
    code, out, _ = dunning(*EXCEL, "--output", tmp_path / name)
    assert (code, out) == (0, b"")
    text = (tmp_path / name).read_text(encoding="utf-8")
    assert text.startswith({".json": "[\n{", ".ndjson": '{"inv', ".csv": "invoice,", ".txt": "Åtgärder"}[name[3:]])
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_folder_of_part_files_is_one_ledger(dunning, small, tmp_path):
    command = small(GOOD, BAD)
    _, alone, _ = dunning(*command, "--format", "ndjson")
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "a.csv").write_text(HEADER + GOOD, encoding="utf-8")
    (tmp_path / "parts" / "b.csv").write_text(HEADER + BAD, encoding="utf-8")
    command[1] = tmp_path / "parts"
    code, out, err = dunning(*command, "--format", "ndjson")
    assert (code, out) == (1, alone)
    assert f"{tmp_path / 'parts' / 'b.csv'}:2:1  invoice 2  DE504" in err
    ragged = tmp_path / "parts" / "c.csv"  # all is then read row by row, and says the same of the others
    ragged.write_text(HEADER + "3,K1\n", encoding="utf-8")
    code, out, err = dunning(*command, "--format", "ndjson")
    assert (code, out) == (1, alone)
    assert f"{tmp_path / 'parts' / 'b.csv'}:2:1  invoice 2  DE504" in err
    assert f"{ragged}:2:1  invoice 3  DE552" in err


def test_a_place_that_cannot_be_written_is_said_before_anything_is_read(dunning, small, tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied", "out")

    monkeypatch.setattr("tempfile.mkdtemp", refuse)
    code, out, err = dunning(*small(GOOD), "--output", tmp_path / "o.csv")
    assert (code, out, err) == (2, b"", f"dunning: {tmp_path / 'o.csv'}: Permission denied\n")


def test_of_many_problems_the_rest_are_counted(dunning, small, monkeypatch):
    monkeypatch.setattr("dunning_engine.ledger.complaints.MOST_OF_A_CODE", 3)
    bad = [BAD.replace("2,", f"{number},", 1) for number in range(5)]
    _, _, err = dunning(*small(*bad))
    assert err.count("  DE504  ") == 3
    assert "… and 2 more DE504; '--format csv' and parquet have those of invoices as rows of kind problem" in err


def test_how_many_were_decided_one_by_one_is_said_of_large_ledgers(dunning, small, monkeypatch):
    decide = LedgerEvaluator.decide
    monkeypatch.setattr(LedgerEvaluator, "decide", lambda *given: replace(decide(*given), by_hand=1))
    command = small(GOOD, GOOD.replace("1,", "2,", 1))
    assert "one by one" not in dunning(*command)[2]
    monkeypatch.setattr("dunning_engine.commands.evaluation._WORTH_SAYING", 2)
    assert dunning(*command)[2] == "1 of 2 invoices were decided one by one\n"


# Accounts

ACCOUNTS = """account,client,currency,policy,on,entry,amount
A1,U5,SEK,fakturaforsaljning-regress,2026-03-12,buy_back,-10000.00
A2,U6,SEK,fakturaforsaljning-regress,2026-03-12,deposit,1.00
A3,U6,SEK,fakturaservice,2026-03-12,buy_back,-1.00
"""
OWN_POLICY = HEADER.replace("customer,", "customer,policy,", 1) + GOOD.replace("K1,", "K1,fakturaservice,", 1)


@pytest.fixture
def with_accounts(tmp_path):
    """The start of a command that evaluates a ledger of one invoice with accounts of these rows beside it."""

    def write(text=ACCOUNTS, ledger=OWN_POLICY):
        (tmp_path / "ledger.csv").write_text(ledger, encoding="utf-8")
        (tmp_path / "accounts.csv").write_text(text, encoding="utf-8")
        return ["evaluate", tmp_path / "ledger.csv", "--accounts", tmp_path / "accounts.csv", "--as-of", "2026-03-12"]

    return write


def test_accounts_are_shown_beside_the_invoices(dunning, with_accounts):
    code, out, err = dunning(*with_accounts())
    lines = [" ".join(line.split()) for line in out.decode().splitlines()]
    assert (code, err) == (0, "")
    assert any(line.startswith("1 K1 Påminnelse 60,00 27,40 10 087,40") for line in lines)
    assert "A1 U5 Övertrasseringsränta: 2026-03-12 12,08" in lines
    assert "fakturaforsaljning-regress Övertrasseringsränta 1 12,08" in lines
    assert any(line.startswith("A3 U6 Kontot är övertrasserat 2026-03-12") for line in lines)
    assert lines[-2:] == [
        "1 rader: 1 med åtgärd, 0 utan något att göra, 0 bara med hinder, 0 med fel",
        "3 konton: 1 med åtgärd, 1 utan något att göra, 1 bara med hinder, 0 med fel",
    ]
    assert {"Nummer Motpart Åtgärd Avgift Ränta Att betala Belopp senast"} <= set(lines)
    assert max(map(len, out.decode().splitlines())) <= 100


def test_without_accounts_nothing_speaks_of_them(dunning, with_accounts):
    _, out, _ = dunning(*with_accounts()[:2], "--as-of", "2026-03-12")
    assert "konto" not in out.decode().lower()
    assert "Belopp" not in out.decode()


def test_the_accounts_line_in_english(dunning, with_accounts):
    _, out, _ = dunning(*with_accounts(), "--lang", "en")
    text = out.decode()
    assert text.endswith("\n3 accounts: 1 with actions, 1 with nothing to do, 1 with blockers only, 0 with problems\n")
    assert {"Number", "Party", "Amount"} <= set(text.split())


@pytest.mark.parametrize("form", ["json", "ndjson"])
def test_account_decisions_come_after_the_invoices(dunning, with_accounts, form):
    code, out, err = dunning(*with_accounts(), "--format", form, "--explain")
    decisions = json.loads(out) if form == "json" else [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [decision.get("invoice", decision.get("account")) for decision in decisions] == ["1", "A1", "A2", "A3"]
    assert decisions[1]["actions"][0]["amount"] == "12.08"
    assert all(decision["why"] for decision in decisions)
    assert "3 konton" in err


def test_accounts_alone_are_written_too(dunning, with_accounts):
    code, out, _ = dunning(*with_accounts(ledger=HEADER), "--format", "ndjson")
    assert code == 0
    assert [json.loads(line)["account"] for line in out.splitlines()] == ["A1", "A2", "A3"]


def test_a_bad_account_stops_nothing_and_the_exit_code_says_so(dunning, with_accounts):
    code, out, err = dunning(*with_accounts(ACCOUNTS.replace("deposit,1", "deposit,-1")), "--format", "ndjson")
    assert code == 1
    assert len(out.splitlines()) == 3
    assert "accounts.csv:3:1  account A2  DE532" in err
    assert err.endswith("3 konton: 1 med åtgärd, 0 utan något att göra, 1 bara med hinder, 1 med fel\n")


def test_accounts_that_cannot_be_used_leave_the_ledger_as_it_is(dunning, with_accounts):
    code, out, err = dunning(*with_accounts(""), "--format", "ndjson")
    assert (code, json.loads(out)["invoice"]) == (1, "1")
    assert "accounts.csv:1:1  DE551" in err
    assert "konton" not in err


def test_a_ledger_and_accounts_that_have_changed_places_are_told_apart(dunning, with_accounts):
    _, ledger, option, accounts, *day = with_accounts()
    _, _, err = dunning("evaluate", accounts, option, ledger, *day)
    assert "these are accounts: give the file with --accounts" in err
    assert "this is a ledger: give it first" in err


def test_accounts_are_read_through_the_ledgers_mapping(dunning, tmp_path):
    mapping = (EXAMPLES / "mappings" / "excel-sv.yaml").read_text(encoding="utf-8")
    section = "accounts:\n  columns: {account: Konto, client: Klient, on: Dag, entry: Typ, amount: Belopp}\n"
    words = "  constants: {currency: SEK}\n  values: {entry: {Återköp: buy_back}}\n"
    (tmp_path / "m.yaml").write_text(f"{mapping}\n{section}{words}", encoding="utf-8")
    text = "Konto;Klient;Dag;Typ;Belopp\nA1;U5;2026-03-20;Återköp;-10 000,00\n"
    (tmp_path / "a.csv").write_bytes(text.encode("windows-1252"))
    command = [*EXCEL[:3], tmp_path / "m.yaml", *EXCEL[4:], "--accounts", tmp_path / "a.csv", "--format", "ndjson"]
    code, out, _ = dunning(*command)
    last = json.loads(out.splitlines()[-1])
    assert (code, last["account"], last["balance"], last["policy"]) == (0, "A1", "-10000.00", "fakturaservice")


# Problems


def test_a_bad_row_stops_nothing_and_the_exit_code_says_so(dunning, small):
    code, out, err = dunning(*small(GOOD, BAD), "--format", "ndjson")
    assert code == 1
    assert [json.loads(line)["invoice"] for line in out.splitlines()] == ["1"]
    assert "small.csv:3:1  invoice 2  DE504" in err
    assert "1 med fel" in err


def test_a_ledger_that_cannot_be_used_writes_nothing(dunning, small, tmp_path):
    command = small(GOOD)
    (tmp_path / "small.csv").write_bytes(b"")
    code, out, err = dunning(*command, "--output", tmp_path / "out.json")
    assert (code, out) == (1, b"")
    assert "DE551" in err
    assert not (tmp_path / "out.json").exists()


def test_a_header_alone_is_a_warning(dunning, small):
    code, out, err = dunning(*small(), "--format", "json")
    assert (code, out) == (0, b"[]\n")
    assert "DE551  warning: the file has no rows" in err


def test_problems_in_a_mapping_are_shown_where_they_stand(dunning, small, tmp_path):
    (tmp_path / "m.yaml").write_text("mapping: x\ncolums: {invoice: a}\n", encoding="utf-8")
    code, _, err = dunning(*small(GOOD), "--map", tmp_path / "m.yaml")
    assert code == 1
    assert "m.yaml:2:1  DE204" in err
    assert "did you mean 'columns'?" in err


def test_payments_known_through_reaches_the_policy(dunning, small, tmp_path):
    policy = (rules_directory() / "fakturaservice.yaml").read_text(encoding="utf-8")
    (tmp_path / "p.yaml").write_text(policy + "\npayments_known_within_days: 2\n", encoding="utf-8")
    command = [*small(GOOD), "--rules", tmp_path / "p.yaml", "--format", "ndjson"]
    _, out, _ = dunning(*command)
    assert [blocker["code"] for blocker in json.loads(out)["blockers"]] == ["payments_unknown"]
    _, out, _ = dunning(*command, "--payments-known-through", "2026-03-11")
    assert json.loads(out)["actions"][0]["step"] == "reminder"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["evaluate", "none.csv"], "there is no file none.csv"),
        (["evaluate", str(EXAMPLES)], "is a directory"),
        (["evaluate", *LEDGER, "--accounts", "none.csv"], "there is no file none.csv"),
        (["evaluate", *LEDGER, "--policy", "fakturaservic"], "did you mean 'fakturaservice'?"),
        (["evaluate", *LEDGER, "--as-of", "2026-02-30"], "--as-of: '2026-02-30' is no day in the calendar\n"),
        (["evaluate", *LEDGER, "--as-of", "now"], "--as-of: 'now' is no day"),
        (["evaluate", *LEDGER, "--payments-known-through", "1/2/2026"], "'1/2/2026' is no day"),
        (["evaluate", *LEDGER, "--explain"], "--explain goes with"),
        (["evaluate", *LEDGER, "--format", "xml"], "xml"),
        (["evaluate", *LEDGER, "--rules", "none"], "there is no file none"),
        (["evaluate", *LEDGER, "--output", "out.xlsx"], "--output: .xlsx is none of the forms .json, .ndjson, .csv"),
        (["evaluate"], "LEDGER"),
        (["explain", *LEDGER, *ON_DAY, "--invoice", "1001x"], "did you mean '1001'?"),
        (["check", "none.yaml"], "there is no file none.yaml"),
        (["schema", "polcy"], "did you mean 'policy'?"),
        (["evalute"], "evalute"),
        ([], "Usage: dunning"),
    ],
)
def test_wrong_use(dunning, arguments, said):
    code, out, err = dunning(*arguments)
    assert (code, out) == (2, b"")
    assert said in err
    assert "Traceback" not in err


def test_a_place_where_nothing_can_be_written(dunning, tmp_path):
    code, _, err = dunning(*EXCEL, "--output", tmp_path / "none" / "out.csv")
    assert (code, err) == (2, f"dunning: --output: there is no directory {tmp_path / 'none'}\n")
    code, _, err = dunning(*EXCEL, "--output", tmp_path, "--format", "csv")
    assert (code, err) == (2, f"dunning: --output: {tmp_path} is a directory; a file is wanted\n")


@pytest.mark.parametrize("option", ["ledger", "--events", "--accounts", "--map", "--rules"])
def test_no_input_is_written_over(dunning, tmp_path, option):
    held = tmp_path / "held.csv"
    held.write_text("kept", encoding="utf-8")
    arguments = ["evaluate", held] if option == "ledger" else ["evaluate", *LEDGER, option, held]
    code, out, err = dunning(*arguments, "--output", tmp_path / "." / "held.csv")
    assert (code, out) == (2, b"")
    assert "would be written over" in err
    assert held.read_text(encoding="utf-8") == "kept"


@pytest.mark.parametrize("command", ["evaluate", "explain", "timeline"])
@pytest.mark.parametrize("output", ["own/house.yaml", "own/later/new.YAML", "other/house.yaml"])
def test_no_policy_is_written_over_and_nothing_becomes_one(dunning, tmp_path, monkeypatch, command, output):
    monkeypatch.chdir(tmp_path)
    for folder in ("own/later", "other"):
        Path(folder).mkdir(parents=True)
    policy = (rules_directory() / "fakturaservice.yaml").read_bytes()
    Path("own/house.yaml").write_bytes(policy)
    if output.startswith("other"):
        Path("other/house.yaml").symlink_to("../own/house.yaml")
    form = "text" if command == "explain" else "json"
    wanted = [] if command == "evaluate" else ["--invoice", "1005", "--policy", "fakturaservice"]
    command = [command, *LEDGER, *ON_DAY, *wanted, "--rules", "own", "--format", form]
    code, out, err = dunning(*command, "--output", output)
    assert (code, out) == (2, b"")
    assert err == f"dunning: --output: {output} would be one of the policies in own; write it elsewhere\n"
    assert Path("own/house.yaml").read_bytes() == policy
    assert not Path("own/later/new.YAML").exists()


def test_beside_the_policies_there_is_room_for_what_is_no_policy(dunning, tmp_path):
    (tmp_path / "house.yaml").write_bytes((rules_directory() / "fakturaservice.yaml").read_bytes())
    explain = ["explain", *LEDGER, *ON_DAY, "--invoice", "1005", "--rules", tmp_path / "house.yaml"]
    assert dunning(*explain, "--output", tmp_path / "1005.txt") == (0, b"", "")
    code, _, err = dunning(*explain, "--output", tmp_path / "other.yaml", "--format", "text")
    assert (code, "would be one of the policies in" in err) == (2, True)


def test_among_the_policies_that_ship_nothing_is_written_either():
    with pytest.raises(options.WrongUseError, match="would be one of the policies in"):
        options.must_be_free(rules_directory() / "1005.yaml", (), policies=[None])


@pytest.mark.parametrize("option", ["ledger", "--events"])
def test_nothing_is_written_among_part_files(dunning, tmp_path, option):
    arguments = ["evaluate", tmp_path] if option == "ledger" else ["evaluate", *LEDGER, option, tmp_path]
    code, out, err = dunning(*arguments, "--output", tmp_path / "out.csv")
    assert (code, out) == (2, b"")
    assert "would be one of the part files" in err
    assert dunning(*EXCEL, "--rules", rules_directory(), "--output", tmp_path / "out.csv")[0] == 0


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
def test_a_ledger_and_events_come_through_pipes(dunning, tmp_path):
    expected = dunning("evaluate", *LEDGER, *ON_DAY, "--format", "csv")
    feeding = []
    for name in ("ledger.csv", "events.csv"):
        os.mkfifo(tmp_path / name)
        data = (EXAMPLES / name).read_bytes()
        feeding.append(threading.Thread(target=(tmp_path / name).write_bytes, args=[data], daemon=True))
        feeding[-1].start()
    piped = ["evaluate", tmp_path / "ledger.csv", "--events", tmp_path / "events.csv"]
    assert dunning(*piped, *ON_DAY, "--format", "csv")[:2] == expected[:2]


def test_parquet_under_the_name_of_a_csv_file_is_said_to_be_so(dunning, tmp_path):
    pl.read_csv(LEDGER[0], infer_schema=False).write_parquet(tmp_path / "ledger.csv")
    code, out, err = dunning("evaluate", tmp_path / "ledger.csv", *ON_DAY)
    assert (code, out) == (1, b"")
    assert "DE553  the file is Parquet, whatever its name says" in err


def test_no_amount_is_cut_on_a_narrow_terminal(dunning, monkeypatch):
    monkeypatch.setattr(drawing, "WIDTH", 40)
    narrow = dunning("evaluate", *LEDGER, *ON_DAY)[1].decode().replace("\N{NO-BREAK SPACE}", " ")
    for amount in ("12 500,00", "4 950,19", "24 198,22", "2026-04-10"):
        assert amount in narrow


def test_help_has_a_short_name_and_no_sentence_is_cut(dunning):
    _, out, _ = dunning("-h")
    assert "Commands:" in out.decode()
    assert "..." not in out.decode().partition("Commands:")[2]


# The other commands


def test_explain(dunning):
    code, out, err = dunning("explain", *LEDGER, *ON_DAY, "--invoice", "1005")
    assert (code, err) == (0, "")
    assert out.decode().startswith("Faktura 1005 den 2026-03-31")
    _, out, _ = dunning("explain", *LEDGER, *ON_DAY, "--invoice", "1005", "--lang", "en")
    assert out.decode().startswith("Invoice 1005")


def test_explain_a_payout_that_covers_an_overdraft(dunning):
    alone = dunning("explain", *LEDGER, *ON_DAY, "--invoice", "6001")[1].decode()
    code, out, err = dunning("explain", *LEDGER, *HELD, *ON_DAY, "--invoice", "6001")
    assert (code, err) == (0, "")
    assert "    Betalas ut: 39\u00a0250,00 kr" in alone.splitlines()
    assert "    Betalas ut: 35\u00a0250,00 kr" in out.decode().splitlines()
    assert "minskad med 4\u00a0000,00 kr" in out.decode()


def test_explain_a_payout_when_another_customers_covers_the_debt(dunning, with_accounts):
    head = HEADER.replace("customer,", "customer,client,policy,offered_for_sale,", 1)
    sold = GOOD.partition(",")[2].replace("K1,", "{customer},U5,fakturaforsaljning-regress,true,", 1)
    rows = [f"{number}," + sold.format(customer=f"K{number}") for number in ("1", "2")]
    debt = "account,client,currency,policy,on,entry,amount\nA1,U5,SEK,fakturaforsaljning-regress,2026-01-05,buy_back,-100.00\n"
    _, ledger, option, accounts, *_ = with_accounts(debt, head + "".join(rows))
    events = ledger.with_name("events.csv")
    sales = "".join(f"{number},2026-01-05,sold,with_recourse,9710.00\n" for number in ("1", "2"))
    events.write_text("invoice,on,event,sale,price\n" + sales, encoding="utf-8")
    command = ["explain", ledger, option, accounts, "--events", events, "--as-of", "2026-01-07", "--invoice"]
    first, second = (dunning(*command, number)[1].decode() for number in ("1", "2"))
    assert "    Betalas ut: 9\u00a0610,00 kr" in first.splitlines()
    assert "    Betalas ut: 9\u00a0710,00 kr" in second.splitlines()


def test_explain_an_account(dunning):
    code, out, err = dunning("explain", *LEDGER, *HELD, *ON_DAY, "--invoice", "K7101")
    lines = out.decode().splitlines()
    assert (code, err) == (0, "")
    assert lines[0] == "Konto K7101 den 2026-03-31"
    assert "  Bokfört saldo är −10\u00a0079,18 kr." in lines
    code, _, err = dunning("explain", *LEDGER, *HELD, *ON_DAY, "--invoice", "K7102x")
    assert (code, "did you mean 'K7102'?" in err) == (2, True)


def test_explain_beside_an_account_that_was_left_out(dunning, with_accounts):
    _, *files = with_accounts(ACCOUNTS.replace("deposit,1", "deposit,-1"))
    code, out, err = dunning("explain", *files, "--invoice", "1")
    assert out.decode().startswith("Faktura 1 ")
    assert (code, err.count("account A2  DE532")) == (1, 1)
    code, out, err = dunning("explain", *files, "--invoice", "A2")
    assert (code, out, err.count("account A2  DE532")) == (1, b"", 1)


def test_explain_an_invoice_that_was_left_out(dunning, small):
    command = ["explain", *small(GOOD, BAD)[1:], "--invoice", "2"]
    code, out, err = dunning(*command)
    assert (code, out) == (1, b"")
    assert "invoice 2  DE504" in err


def test_check_the_shipped_rules(dunning):
    code, out, err = dunning("check")
    assert (code, err) == (0, "")
    assert out.decode().startswith("0 errors, 0 warnings in the policies that ship with the program; for your own,")


def test_check_of_named_paths_speaks_of_them_alone(dunning):
    assert dunning("check", rules_directory())[:2] == (0, b"0 errors, 0 warnings\n")


@pytest.fixture
def wrong_policy(tmp_path):
    policy = (rules_directory() / "fakturaservice.yaml").read_text(encoding="utf-8").replace("currency:", "curency:", 1)
    (tmp_path / "wrong.yaml").write_text(policy, encoding="utf-8")
    return tmp_path / "wrong.yaml"


def test_check_in_each_format(dunning, wrong_policy):
    code, out, err = dunning("check", wrong_policy)
    assert code == 1
    assert "DE205" in out.decode()
    assert "^^^^" in out.decode()
    assert "1 error" in err
    code, out, err = dunning("check", wrong_policy, "--format", "json")
    assert (code, err) == (1, "")
    assert "DE205" in {problem["code"] for problem in json.loads(out)}
    _, out, _ = dunning("check", wrong_policy, "--format", "github")
    assert out.decode().startswith("::error file=")


def test_evaluate_with_a_wrong_policy(dunning, wrong_policy, small):
    code, out, err = dunning(*small(GOOD), "--rules", wrong_policy)
    assert (code, out) == (1, b"")
    assert "DE205" in err


def test_schemas_are_printed_as_they_are(dunning):
    for name, key in (("mapping", "mapping"), ("account", "entries")):
        code, out, _ = dunning("schema", name)
        assert code == 0
        assert json.loads(out)["properties"][key]


def test_demo(dunning):
    code, out, err = dunning("demo")
    text = out.decode()
    assert (code, err) == (0, "")
    assert "Sammanställning" in text
    assert " konton: " in text
    assert "fakturaforsaljning-regress" in text.partition("Sammanställning")[2].partition("Hinder per kod")[0]
    assert "ledger.csv --events" in text


def test_version_names_the_engine(dunning):
    code, out, _ = dunning("--version")
    assert code == 0
    assert out.startswith(b"dunning ")
    assert b"durable-rules" in out


def test_help(dunning):
    code, out, _ = dunning("--help")
    assert code == 0
    assert all(command.encode() in out for command in ("check", "evaluate", "explain", "schema", "demo"))


def test_today_is_stockholms(monkeypatch, dunning, small):
    late = pendulum.datetime(2026, 3, 11, 23, 30, tz="UTC")
    monkeypatch.setattr(pendulum, "today", late.in_timezone)
    _, out, _ = dunning(*small(GOOD)[:-2], "--format", "ndjson")
    assert json.loads(out)["as_of"] == "2026-03-12"


# In processes of their own: what only an operating system can do

COMMAND = [sys.executable, "-c", "import sys; from dunning_engine.cli import main; sys.exit(main())"]


def many(tmp_path, rows):
    lines = [GOOD.replace("1,K1", f"{number},K{number}", 1) for number in range(rows)]
    (tmp_path / "many.csv").write_text(HEADER + "".join(lines), encoding="utf-8")
    return [*COMMAND, "evaluate", str(tmp_path / "many.csv"), "--policy", "fakturaservice", "--as-of", "2026-03-12"]


def test_ctrl_c_leaves_no_file(tmp_path):
    """The signal comes while the output is being written: its hidden file is there, the named one not yet."""
    (tmp_path / "out").mkdir()
    output = tmp_path / "out" / "o.json"
    with subprocess.Popen(
        [*many(tmp_path, 3000), "--explain", "--output", str(output)], stderr=subprocess.PIPE
    ) as process:
        while not list(output.parent.iterdir()) and process.poll() is None:
            time.sleep(0.005)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err.decode() == "dunning: broken off; no file was written\n"
    assert list(output.parent.iterdir()) == []


def test_a_job_that_is_told_to_end_leaves_nothing(tmp_path):
    (tmp_path / "out").mkdir()
    output = tmp_path / "out" / "o.json"
    with subprocess.Popen(
        [*many(tmp_path, 3000), "--explain", "--output", str(output)], stderr=subprocess.PIPE
    ) as process:
        while not list(output.parent.iterdir()) and process.poll() is None:
            time.sleep(0.005)
        time.sleep(0.2)
        process.terminate()
        process.communicate(timeout=60)
    assert process.returncode == 143
    assert list(output.parent.iterdir()) == []


LAYING_OUT = """
import resource, signal, sys
from dunning_engine.ledger import parting
from dunning_engine import cli
parting.Sizes.__init__.__defaults__ = (1, 100, 100)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))
sys.exit(cli.main())
"""


def test_no_room_for_what_is_laid_out_is_one_line_and_leaves_nothing(tmp_path):
    (tmp_path / "out").mkdir()
    command = [sys.executable, "-c", LAYING_OUT, *many(tmp_path, 3000)[3:]]
    done = subprocess.run([*command, "--output", str(tmp_path / "out" / "o.csv")], stderr=subprocess.PIPE, check=False)
    text = done.stderr.decode()
    assert (done.returncode, text.count("\n")) == (2, 1)
    assert text.startswith(f"dunning: {tmp_path / 'out' / '.o.csv.'}")
    assert "File too large" in text
    assert list((tmp_path / "out").iterdir()) == []


def test_a_closed_pipe_is_quiet(tmp_path):
    with subprocess.Popen(
        [*many(tmp_path, 500), "--format", "ndjson"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        process.stdout.readline()
        process.stdout.close()
        err = process.stderr.read()
    assert process.returncode == 141
    assert err == b""


@pytest.mark.parametrize(
    ("command", "closed", "code", "said"),
    [
        (["schema", "policy"], ">&-", 2, b"dunning: output: Bad file descriptor\n"),
        (["explain", *LEDGER, *ON_DAY, "--invoice", "1005"], ">&-", 2, b"dunning: output: Bad file descriptor\n"),
        (["check"], "2>&-", 0, b""),
        (["check", "nowhere"], "2>&-", 2, b""),
    ],
)
def test_a_stream_that_is_closed_from_the_start(command, closed, code, said):
    shell = ["/bin/sh", "-c", f'exec "$@" {closed}', "sh"]
    done = subprocess.run([*shell, *COMMAND, *command], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (code, said)


FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="only some systems have a device that is always full")
def test_a_full_disk_is_one_line(tmp_path):
    with FULL.open("wb") as full:
        done = subprocess.run(
            [*many(tmp_path, 50), "--format", "csv"], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 2
    assert done.stderr.decode().splitlines()[0] == "dunning: output: No space left on device"


def test_checking_imports_nothing_that_ledgers_need():
    code = (
        "import sys; from dunning_engine.cli import main; main(['check'])\n"
        "print(sorted({'polars', 'rich', 'pendulum', 'durable'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_thousand_problems_of_one_kind_do_not_bury_another(dunning, tmp_path, monkeypatch):
    rows = "".join(BAD.replace("2,", f"{number},", 1) for number in range(30))
    (tmp_path / "ledger.csv").write_text(HEADER + rows + GOOD.replace("SEK", "kr"), encoding="utf-8")
    run = ("evaluate", tmp_path / "ledger.csv", "--policy", "fakturaservice", *ON_DAY)
    _, _, everything = dunning(*run)
    assert (everything.count("DE504"), everything.count("DE512")) == (30, 1)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    _, _, shown = dunning(*run)
    assert (shown.count("  DE504  "), shown.count("DE512")) == (20, 1)
    assert "… and 10 more DE504; '2> problems.txt' writes all of them to a file" in shown
