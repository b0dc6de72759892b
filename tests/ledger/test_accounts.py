import io
import json
from datetime import date

import polars as pl
import pytest

from dunning_engine.ledger.accounts import accounts_of_table, read_accounts
from dunning_engine.ledger.ledger import read_ledger
from dunning_engine.ledger.mapping import load_mapping, read_mapping
from dunning_engine.ledger.read import table_of_bytes
from dunning_engine.problems import has_errors
from dunning_engine.resources import examples_directory

HEADER = "account,client,currency,policy,on,entry,amount,invoice,text"
PURCHASE = "A1,U5,SEK,factoring,2026-03-10,purchase,9710.00,1001,"
PAYOUT = "A1,U5,SEK,factoring,2026-03-11,payout,-9710.00,,Utbetalt"
OTHER = "A2,U6,SEK,,2026-03-11,deposit,100.00,,"
ENTRY = {"on": "2026-03-10", "entry": "purchase", "amount": "9710.00"}


def accounts(*rows, header=HEADER, mapping=None):
    return accounts_of_table(table_of_bytes("\n".join([header, *rows]).encode(), "a.csv"), mapping=mapping)


def from_json(*objects, file="a.ndjson"):
    return accounts_of_table(table_of_bytes("\n".join(map(json.dumps, objects)).encode(), file))


def said(read):
    return [(problem.code, str(problem.span), problem.account, problem.fact) for problem in read.problems]


def left(read):
    return [one.account is not None for one in read.found]


def test_a_row_is_an_entry_and_repeats_its_account():
    read = accounts(PURCHASE, OTHER, PAYOUT)

    assert said(read) == []
    assert [(one.line, one.number, len(one.account.entries)) for one in read.found] == [(2, "A1", 2), (3, "A2", 1)]
    first = read.found[0].account
    assert (first.client, first.currency, first.policy) == ("U5", "SEK", "factoring")
    assert [(entry.on.day, entry.amount, entry.invoice, entry.text) for entry in first.entries] == [
        (10, 971_000, "1001", None),
        (11, -971_000, None, "Utbetalt"),
    ]
    assert read.found[1].account.policy is None
    assert read.place(read.found[1]).line == 3


def test_an_account_may_have_a_row_without_an_entry_and_say_its_own_fields_once():
    read = accounts("A1,U5,SEK,factoring,,,,,", "A1,,,,2026-03-11,deposit,1,,")

    assert said(read) == []
    assert [entry.amount for entry in read.found[0].account.entries] == [100]


def test_objects_carry_their_entries():
    whole = {"account": "A1", "client": "U5", "currency": "SEK", "entries": [ENTRY]}
    as_csv = accounts("A1,U5,SEK,,2026-03-10,purchase,9710.00,,").found[0].account
    as_json = accounts_of_table(table_of_bytes(json.dumps([whole]).encode(), "a.json"))

    assert from_json(whole).found[0].account == as_json.found[0].account == as_csv
    assert from_json({**whole, "entries": []}).found[0].account.entries == ()


def test_objects_may_be_rows_too():
    own = {"account": 7, "client": "U5", "currency": "SEK"}
    read = from_json({**own, **ENTRY}, {**own, **ENTRY, "on": "2026-03-11"})

    assert said(read) == []
    assert [(one.number, len(one.account.entries)) for one in read.found] == [("7", 2)]


def test_parquet_has_rows_or_lists_of_structs():
    frame = pl.DataFrame(
        {
            "account": ["A1", "A1"],
            "client": ["U5", "U5"],
            "currency": ["SEK", "SEK"],
            "on": [date(2026, 3, 10), date(2026, 3, 11)],
            "entry": ["purchase", "payout"],
            "amount": pl.Series(["9710.00", "-9710.00"]).cast(pl.Decimal(18, 2)),
        }
    )
    nested = frame.group_by("account", "client", "currency").agg(entries=pl.struct("on", "entry", "amount"))
    read = []
    for one in (frame, nested):
        held = io.BytesIO()
        one.write_parquet(held)
        read.append(accounts_of_table(table_of_bytes(held.getvalue(), "a.parquet")))

    assert [said(one) for one in read] == [[], []]
    assert read[0].found[0].account == read[1].found[0].account
    assert read[0].found[0].account.balance(date(2026, 3, 10)) == 971_000


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("A1,U5,SEK,factoring,2026-03-12,payout", [("DE552", "a.csv:3:1", "A1", None)]),
        ("A1,U5,SEK,factoring,2026-02-30,payout,-1,,", [("DE508", "a.csv:3:1", "A1", "on")]),
        ("A1,U5,SEK,factoring,2026-03-12,payout,1,,", [("DE532", "a.csv:3:1", "A1", "amount")]),
        ("A1,U5,SEK,factoring,2026-03-12,payout,,,", [("DE536", "a.csv:3:1", "A1", "amount")]),
        ("A1,U5,SEK,factoring,,,,,text", [("DE536", "a.csv:3:1", "A1", name) for name in ("amount", "entry", "on")]),
        ("A1,U6,SEK,factoring,2026-03-12,payout,-1,,", [("DE566", "a.csv:3:1", "A1", "client")]),
        (
            "A1,U5,EUR,fakturakop,2026-03-12,payout,-1,,",
            [("DE566", "a.csv:3:1", "A1", name) for name in ("currency", "policy")],
        ),
    ],
)
def test_a_bad_row_keeps_its_account_out_and_nothing_else(row, expected):
    read = accounts(PURCHASE, row, OTHER)

    assert said(read) == expected
    assert left(read) == [False, True]
    assert (read.found[0].line, read.found[0].number) == (2, "A1")


def test_of_a_row_that_cannot_be_read_nothing_more_is_said():
    assert said(accounts("A1,U5", OTHER)) == [("DE552", "a.csv:2:1", "A1", None)]


def test_a_contradiction_points_at_both_rows():
    (problem,) = accounts(PURCHASE, "A1,U6,SEK,factoring,2026-03-12,payout,-1,,").problems

    assert problem.message == "client: 'U6' here, 'U5' in line 2"
    assert [place.line for place in problem.related] == [2]


def test_a_difference_that_reading_takes_away_is_no_contradiction():
    read = accounts(PURCHASE, " A1 , U5,SEK ,factoring,2026-03-11,deposit,1,,")

    assert said(read) == []
    assert len(read.found[0].account.entries) == 2


def test_a_row_that_names_no_account_is_one_by_itself():
    read = accounts(",U5,SEK,,2026-03-11,deposit,1,,", ",U5,SEK,,2026-03-11,deposit,1,,", OTHER)

    assert said(read) == [("DE536", f"a.csv:{line}:1", None, "account") for line in (2, 3)]
    assert [one.number for one in read.found] == [None, None, "A2"]
    assert left(read) == [False, False, True]


def test_what_an_account_lacks_is_said_at_its_first_row():
    read = accounts(PURCHASE.replace("U5", ""), PAYOUT.replace("U5", ""))

    assert said(read) == [("DE536", "a.csv:2:1", "A1", "client")]


@pytest.mark.parametrize("second", [{"entries": [ENTRY]}, ENTRY], ids=["whole", "row"])
def test_an_account_that_carries_its_entries_stands_once(second):
    own = {"account": "A1", "client": "U5", "currency": "SEK"}
    read = from_json({**own, "entries": [ENTRY]}, {**own, **second}, {**own, "account": "A2", "entries": []})

    assert said(read) == [("DE567", "a.ndjson:2:1", "A1", "account")]
    assert read.problems[0].related[0].line == 1
    assert left(read) == [False, True]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"entries": {"on": "2026-03-10"}}, [("DE534", "entries")]),
        ({"entries": "none"}, [("DE534", "entries")]),
        ({"entries": [1]}, [("DE534", None)]),
        ({"entries": [ENTRY], "on": "2026-03-10"}, [("DE535", "on")]),
        ({"entries": [{**ENTRY, "amount": "1,50"}]}, [("DE504", "amount")]),
    ],
)
def test_what_is_wrong_in_an_object_is_said_at_its_line(changes, expected):
    read = from_json({"account": "A1", "client": "U5", "currency": "SEK", **changes})

    assert [(code, fact) for code, _, _, fact in said(read)] == expected
    assert {(place, account) for _, place, account, _ in said(read)} == {("a.ndjson:1:1", "A1")}


def test_the_way_out_of_other_forms_is_a_mapping_file():
    (problem,) = accounts('A1,U5,SEK,,2026-03-10,deposit,"1,50",,').problems

    assert "'decimal: \",\"' under 'accounts: format:' in a mapping file" in problem.hint


@pytest.mark.parametrize(
    ("data", "code", "said_of_it"),
    [
        ("account;client;currency;on;entry;amount\n", "DE557", """'delimiter: ";"' under 'accounts: format:'"""),
        ("account,client,text\nA1,U5,Köpt\n", "DE550", "'encoding: windows-1252'"),
    ],
)
def test_a_file_that_excel_saved_is_told_where_its_form_is_written(data, code, said_of_it):
    (problem,) = accounts_of_table(table_of_bytes(data.encode("windows-1252"), "a.csv")).problems

    assert problem.code == code
    assert said_of_it in problem.hint
    assert "under 'accounts: format:' in a mapping file" in problem.hint


def test_accounts_as_swedish_excel_saves_them():
    examples = examples_directory()
    mapping = load_mapping(examples / "mappings" / "accounts-sv.yaml")
    read = read_accounts(examples / "accounts-sv.csv", mapping=mapping)

    assert not read.problems
    assert [(one.account.account, one.account.balance(date.max)) for one in read.found] == [
        ("K7501", -1_000_000),
        ("K7502", 0),
    ]
    ledger = read_ledger(examples / "ledger.csv", mapping=mapping)  # says nothing of it: our own names
    assert (len(ledger.entries), ledger.problems) == (161, ())


@pytest.mark.parametrize(
    ("word", "slip"),
    [("Avgift", ""), ("Återköpt", "; or did you mean 'Återköp'?"), ("köp", "; or did you mean 'Köp'?")],
)
def test_a_word_that_the_mapping_does_not_know_is_to_be_added(word, slip):
    mapping = load_mapping(examples_directory() / "mappings" / "accounts-sv.yaml")
    text = f"Konto;Uppdragsgivare;Bokföringsdag;Typ;Belopp;Fakturanr;Text\nA1;U5;2026-03-10;{word};1,50;;\n"
    table = table_of_bytes(text.encode(), "a.csv", delimiter=";")
    (problem,) = accounts_of_table(table, mapping=mapping).problems

    assert (problem.code, problem.fact) == ("DE559", "entry")
    assert problem.hint == (
        f"add it to the mapping, under 'accounts: values: entry:', as '{word}: …' with one of purchase, payout, buy_back, "
        f"payment, deposit, overdraft_interest, other{slip}"
    )


@pytest.mark.parametrize(
    ("header", "code", "said_of_it"),
    [
        ("account,client,currency,on,entry", "DE555", "column 'amount' is missing"),
        ("account,client,currency", "DE555", "columns 'on', 'entry', 'amount' are missing"),
        (
            "Konto,Klient,currency,Datum,Typ,Belopp",
            "DE555",
            "columns 'account', 'client', 'on', 'entry', 'amount' are missing",
        ),
        ("account,client,currency,on,entry,amount,invioce", "DE556", "unknown column 'invioce'"),
        ("invoice,customer,customer_kind,issued_on,due_on,amount,currency", "DE555", "missing"),
    ],
)
def test_columns_are_checked_before_any_row(header, code, said_of_it):
    read = accounts(",".join("x" for _ in header.split(",")), header=header)

    assert [(problem.code, read.found) for problem in read.problems if has_errors([problem])] == [(code, ())]
    assert said_of_it in read.problems[0].message


@pytest.mark.parametrize(
    ("header", "hint"),
    [
        (
            "Konto,Klient,currency,Datum,Typ,Belopp",
            "'accounts: {columns: {account: Konto, client: Klient, on: Datum, entry: Typ, amount: Belopp}}'",
        ),
        ("invoice,customer,customer_kind,issued_on,due_on,amount,currency", "this is a ledger: give it first"),
        ("invoice,on,event,amount", "these are events: give the file with --events"),
    ],
)
def test_another_file_is_known_by_its_columns(header, hint):
    assert hint in accounts(header, header=header).problems[0].hint


def test_a_column_that_nothing_reads_is_a_warning():
    read = accounts(f"{PURCHASE},x", header=f"{HEADER},saldo")

    assert said(read) == [("DE556", "a.csv:1:1", None, None)]
    assert left(read) == [True]


@pytest.mark.parametrize(("data", "code"), [(b"", "DE551"), (b"\xff", "DE550"), (b"PK\x03\x04", "DE553")])
def test_a_file_that_cannot_be_used(tmp_path, data, code):
    (tmp_path / "a.csv").write_bytes(data)
    read = read_accounts(tmp_path / "a.csv")

    assert ([problem.code for problem in read.file_problems], read.found) == ([code], ())


MAPPING = """
mapping: test
format: {delimiter: ";", decimal: ",", thousands: " ", date: D/M/YYYY, encoding: windows-1252}
columns: {invoice: No, customer: Cust, issued_on: Issued, due_on: Due, amount: Sum}
constants: {currency: SEK, customer_kind: business}
"""
SECTION = """
accounts:
  columns: {account: Konto, client: Klient, on: Dag, entry: Typ, amount: Belopp}
  constants: {currency: SEK, policy: factoring}
  values: {entry: {Köp: purchase, Utbetalning: payout}}
  ignore: [Saldo]
"""


def test_a_mapping_file_reads_another_systems_accounts(tmp_path):
    text = (
        "Konto;Klient;Dag;Typ;Belopp;Saldo\nA1;U5;10/3/2026;Köp;9 710,00;x\nA1;U5;11/3/2026;Utbetalning;-9 710,00;x\n"
    )
    (tmp_path / "a.csv").write_bytes(text.encode("windows-1252"))
    read = read_accounts(tmp_path / "a.csv", mapping=read_mapping((MAPPING + SECTION).encode(), "m.yaml"))

    assert said(read) == []
    assert (read.found[0].account.policy, read.found[0].account.currency) == ("factoring", "SEK")
    assert [(entry.on.day, entry.amount) for entry in read.found[0].account.entries] == [(10, 971_000), (11, -971_000)]


def test_a_value_that_the_mapping_cannot_read_keeps_its_account_out(tmp_path):
    rows = (
        "A1;U5;10/3/2026;Avgift;1,00",
        "A1;U5;10/3/2026;Köp;1.00",
        "A1;U5;10/3/2026;Köp;-1,00",
        "A2;U6;10/3/2026;Köp;1,00",
    )
    (tmp_path / "a.csv").write_bytes("\n".join(["Konto;Klient;Dag;Typ;Belopp", *rows]).encode("windows-1252"))
    mapping = read_mapping((MAPPING + SECTION).replace("  ignore: [Saldo]\n", "").encode(), "m.yaml")
    read = read_accounts(tmp_path / "a.csv", mapping=mapping)

    assert [(code, place[-4:-2], fact) for code, place, _, fact in said(read)] == [
        ("DE559", ":2", "entry"),
        ("DE559", ":3", "amount"),
        ("DE532", ":4", "amount"),
    ]
    assert left(read) == [False, True]


def test_the_section_may_have_a_form_of_its_own(tmp_path):
    (tmp_path / "a.csv").write_text(
        "Konto\tKlient\tDag\tTyp\tBelopp\tSaldo\nA1\tU5\t10/3/2026\tKöp\t1,00\tx\n", encoding="utf-8"
    )
    section = SECTION.replace("accounts:\n", "accounts:\n  format: {delimiter: tab, encoding: utf-8}\n")
    read = read_accounts(tmp_path / "a.csv", mapping=read_mapping((MAPPING + section).encode(), "m.yaml"))

    assert (said(read), left(read)) == ([], [True])


def test_without_a_section_accounts_stand_in_our_own_names_and_the_ledgers_form(tmp_path):
    (tmp_path / "a.csv").write_text(f"{HEADER}\n{PURCHASE}".replace(",", ";"), encoding="utf-8")
    read = read_accounts(tmp_path / "a.csv", mapping=read_mapping(MAPPING.encode(), "m.yaml"))

    assert left(read) == [True]
