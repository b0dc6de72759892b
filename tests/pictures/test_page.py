"""The page of an explanation: valid, safe whatever stands in a ledger, readable without seeing, complete."""

from datetime import date
from functools import cache
from html.parser import HTMLParser
from importlib.util import find_spec
from itertools import pairwise

import pytest

from dunning_engine.decisions.evaluate import evaluate
from dunning_engine.decisions.timeline import timeline
from dunning_engine.facts.account import Account, Entry, EntryKind
from dunning_engine.pictures.page import Told, article, page
from dunning_engine.pictures.timetable import timetable
from dunning_engine.policy.load import load_policies

POLICY = load_policies()["fakturaservice"]
AS_OF = date(2026, 3, 12)
EVIL = "<script>alert(1)</script>&\"'</title></style>"
VOID = frozenset({"meta", "br", "hr", "img", "link", "input"})
drawn = pytest.mark.skipif(find_spec("matplotlib") is None, reason="the extra pictures is not installed")


def invoice(**changes):
    return {
        "invoice": "1001",
        "customer": "17",
        "customer_kind": "business",
        "issued_on": "2026-01-30",
        "due_on": "2026-03-02",
        "amount": "10000.00",
        "currency": "SEK",
        "sent_by": "email",
        **changes,
    }


def told(language="sv", *, picture=False, **changes):
    return made(language, picture=picture, **changes) if changes else usual(language, picture)


@cache
def usual(language, picture):
    return made(language, picture=picture)


def made(language, *, picture, **changes):
    given = invoice(**changes)
    line = timeline(POLICY, given, as_of=AS_OF)
    explained = evaluate(POLICY, given, as_of=AS_OF).told(language)
    return Told(explained, line, timetable([line], "svg", language) if picture else None)


class Read(HTMLParser):
    """Reads a page strictly: what is opened is closed in its order, attributes stand once."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.tags, self.text, self.ids, self.attributes = [], [], [], [], []
        self.declared = False
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_decl(self, decl):
        assert (decl, self.tags, self.declared) == ("DOCTYPE html", [], False)
        self.declared = True

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names))
        self.tags.append(tag)
        self.attributes += [(tag, *pair) for pair in attrs]
        self.ids += [value for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        assert "svg" in self.open
        self.tags.append(tag)
        self.attributes += [(tag, *pair) for pair in attrs]
        self.ids += [value for name, value in attrs if name == "id"]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if not {"style", "svg"} & {*self.open}:
            self.text.append(data)


@drawn
@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("picture", [True, False])
def test_a_page_is_whole_and_asks_no_host(language, picture):
    text = page([told(language, picture=picture)])
    read = Read(text)
    assert read.declared
    assert ("html", "lang", language) in read.attributes
    assert len(read.ids) == len(set(read.ids))
    assert not {"script", "link", "img", "iframe", "object", "base", "form"} & {*read.tags}
    assert not [one for one in read.attributes if one[1].startswith("on") or one[1] in {"src", "href"}]
    assert [value for _, name, value in read.attributes if name == "xlink:href" and not value.startswith("#")] == []
    addresses = [one for one in text.replace('"', " ").split() if one.startswith(("http:", "https:", "//"))]
    assert {*addresses} <= {"http://www.w3.org/1999/xlink", "http://www.w3.org/2000/svg"}
    assert "url(" not in text
    assert "@import" not in text


def test_everything_that_is_said_stands_on_the_page():
    one = told(events=[{"on": "2026-03-05", "event": "note", "text": "Ring & fråga"}])
    words = "".join(Read(page([one])).text).replace("\u00a0", " ")
    for section in one.explanation.sections:
        for row in section.rows + tuple(row for part in section.parts for row in part.rows):
            assert all(said.replace("\u00a0", " ") in words for said in (row.amount, row.how, row.law, row.what[1:]))
        for line in section.lines + tuple(line for part in section.parts for line in part.lines):
            assert all(said.text.replace("\u00a0", " ") in words for said in (line, *line.under))


@drawn
@pytest.mark.parametrize("picture", [True, False])
def test_what_stands_in_a_ledger_is_text(picture):
    noted = [
        {"on": "2026-03-05", "event": "note", "text": EVIL},
        {"on": "2026-03-05", "event": "dispute", "reason": EVIL},
    ]
    for events in ([], noted):
        text = page([told(picture=picture, invoice=EVIL, customer=EVIL, events=events)])
        read = Read(text)
        assert "script" not in read.tags
        assert read.tags.count("style") == 1
        assert EVIL in "".join(read.text).replace("\u00a0", " ")


def test_headings_go_down_one_level_at_a_time():
    levels = [int(tag[1]) for tag in Read(page([told()])).tags if tag[0] == "h" and tag[1:].isdigit()]
    assert levels[:2] == [1, 2]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_inside_another_page_the_headings_begin_further_down():
    levels = [
        tag for tag in Read("<!DOCTYPE html>" + "".join(article(told(), level=3))).tags if tag in {"h2", "h3", "h4"}
    ]
    assert levels[0] == "h3"
    assert {*levels[1:]} == {"h4"}


@drawn
def test_a_picture_has_a_text_that_stands_for_it_and_a_table_has_heads():
    seen = Read(page([told(picture=True)]))
    assert ("svg", "role", "img") in seen.attributes
    named = {name: value for tag, name, value in seen.attributes if tag == "svg"}
    assert named["aria-labelledby"] in seen.ids
    assert named["aria-describedby"] in seen.ids
    text = page([told(picture=True)])
    assert "2026-03-12 Påminnelse, att betala 10\u00a0087,40 kr, senast 2026-03-19." in text
    table = Read(page([told()]))
    assert "svg" not in table.tags
    assert table.tags.count("caption") == 1
    assert {value for tag, name, value in table.attributes if (tag, name) == ("th", "scope")} == {"col", "row"}


def test_the_table_of_amounts_ends_with_the_sum():
    text = page([told()])
    assert (
        '<tr class="total"><th scope="row">Att betala</th><td></td><td></td><td class="kr">10\u00a0087,40</td></tr>'
        in text
    )
    assert "Lag (1981:739) 2\u00a0§, 4\u00a0§" in text


def test_the_evidence_is_folded_on_a_screen_and_open_on_paper():
    text = page([told()])
    assert '<details class="evidence">' in text
    assert "details::details-content { content-visibility: visible" in text
    assert "@page { size: A4" in text


def test_an_account_and_an_invoice_of_one_number_stand_under_each_other():
    held = Account(
        account="1001",
        client="S1",
        currency="SEK",
        entries=(Entry(on=date(2026, 3, 1), entry=EntryKind.BUY_BACK, amount=-1_000_000),),
    )
    charged = evaluate(load_policies()["fakturaforsaljning-regress"], held, as_of=AS_OF).told("sv")
    read = Read(page([told(), Told(charged)]))
    assert read.tags.count("article") == 2
    assert "Ränta att debitera" in "".join(read.text)


def test_an_invoice_that_nothing_comes_of_has_no_timetable():
    paid = told(events=[{"on": "2026-03-05", "event": "payment", "amount": "10000.00"}])
    read = Read(page([paid]))
    assert "figure" not in read.tags
