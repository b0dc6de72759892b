"""The explanation as the studio shows it: of the day in the timeline, whole, escaped, the evidence folded."""

from datetime import date
from html.parser import HTMLParser

import pytest

from dunning_engine.facts.invoice import Invoice
from dunning_engine.policy.load import load_policies
from dunning_engine.studio.followed import Asked, decided, follow
from dunning_engine.studio.views import explanation_html

SAVED = load_policies()
AS_OF = date(2026, 3, 1)
EVIL = '<script>alert("1")</script><details class="evidence">&\'🙂'


def asked(policy="fakturaservice", as_of=AS_OF, **changes):
    given = {
        "invoice": "1001",
        "customer": "17",
        "customer_kind": "business",
        "customer_identity_number": "559999-0016",
        "issued_on": "2026-01-30",
        "due_on": "2026-03-02",
        "amount": "10000.00",
        "currency": "SEK",
        "sent_by": "email",
        **changes,
    }
    return Asked(SAVED, None, policy, Invoice.from_mapping(given), as_of)


class Read(HTMLParser):
    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.tags, self.said, self.classes = [], [], [], []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        assert not any(name.startswith("on") for name, _ in attrs)
        self.tags.append(tag)
        self.classes += [(tag, *one) for one in attrs]
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.said.append(data)

    @property
    def text(self):
        return "".join(self.said).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("day", "language", "says"),
    [
        ("2026-03-09", "sv", "Vi skickar ”Påminnelse” till kunden"),
        ("2026-03-10", "sv", "2026-03-09 togs steget ”Påminnelse”"),
        ("2026-03-17", "sv", "Vi skickar ”Inkassokrav” till kunden"),
        ("2026-03-17", "en", "On 2026-03-09 the step “Påminnelse” was taken"),
        ("2026-02-10", "sv", "Vi gör ingenting i dag"),
    ],
)
def test_a_day_is_explained_with_what_was_proposed_before_it_carried_out(day, language, says):
    read = Read(explanation_html(asked(), date.fromisoformat(day), language))
    assert day in read.text
    assert says in read.text


def test_all_that_is_told_stands_in_it_amounts_in_a_table_and_the_evidence_folded():
    day = date(2026, 3, 17)
    (decision,) = decided(asked(), day)
    read = Read(explanation_html(asked(), day, "sv"))
    for line in decision.told("sv").lines():
        assert all(word.strip(",:;") in read.text for word in line.split() if word[0].isdigit())
    assert {"table", "th", "td"} <= {*read.tags}
    assert read.tags.count("details") == 1
    assert ("details", "open", None) not in read.classes
    assert ("details", "open", None) in Read(explanation_html(asked(), day, "sv", unfolded=True)).classes


def test_headings_begin_below_those_of_the_panels():
    levels = [tag for tag in Read(explanation_html(asked(), AS_OF, "sv")).tags if tag in {"h1", "h2", "h3", "h4", "h5"}]
    assert levels[0] == "h3"
    assert {*levels[1:]} <= {"h4", "h5"}


def test_what_stands_in_an_invoice_is_text():
    events = [
        {"on": "2026-02-28", "event": "dispute", "reason": EVIL},
        {"on": "2026-02-28", "event": "note", "text": EVIL},
    ]
    evil = asked(invoice=EVIL, customer=EVIL, events=events)
    read = Read(explanation_html(evil, AS_OF, "sv", unfolded=True))
    assert "script" not in read.tags
    assert read.tags.count("details") == 1
    assert EVIL in read.text


def test_what_follows_on_the_same_day_is_explained_too():
    bought = asked(
        "fakturabelaning",
        as_of=date(2026, 1, 30),
        offered_for_sale=True,
        credit_risk=1,
        payout_to="bankgiro",
        client="7101",
        customer_email="a@b.example",
    )
    rounds = {moment.on: len(decided(bought, moment.on)) for moment in follow(bought).timelines[0].moments}
    for day, number in rounds.items():
        html = explanation_html(bought, day, "sv")
        assert Read(html).tags.count("article") == number
        assert html.count("why-then") == number - 1


def test_an_invoice_that_does_not_fit_has_no_explanation():
    assert explanation_html(asked(currency="EUR"), AS_OF, "sv") == ""
    assert explanation_html(asked("nothing"), AS_OF, "sv") == ""
