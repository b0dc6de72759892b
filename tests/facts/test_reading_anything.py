from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from dunning_engine.facts.account import ACCOUNT_FIELDS, ENTRY_FIELDS, Account, EntryKind
from dunning_engine.facts.account_reading import read_account
from dunning_engine.facts.catalogue import GIVEN
from dunning_engine.facts.event import FIELDS, EventKind
from dunning_engine.facts.invoice import Invoice, read_invoice
from dunning_engine.problems import FactError

longer_than_text_may_be = st.just(20_000).map(lambda bits: 1 << bits)

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    longer_than_text_may_be,
    st.floats(),
    st.decimals(),
    st.dates(),
    st.datetimes(),
    st.text(st.characters(exclude_categories=())),
    st.sampled_from(["2026-03-10", "100.00", "business", "SEK", "true", *EventKind, *EntryKind]),
    st.sampled_from([Decimal("sNaN"), Decimal("-Infinity"), Decimal("1E+999999"), b"x", object]),
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)
)
names = st.sampled_from([fact.name for fact in GIVEN]) | st.text(max_size=5) | st.integers()
an_event = st.dictionaries(st.sampled_from(list(FIELDS)) | st.text(max_size=5), values)
mappings = st.dictionaries(names, values).flatmap(
    lambda facts: st.lists(an_event | values, max_size=3).map(lambda events: {**facts, "events": events})
)


@settings(deadline=None)
@given(mappings | values)
def test_whatever_is_given_ends_in_an_invoice_or_in_problems_that_can_be_said(mapping):
    invoice, problems = read_invoice(mapping)

    assert (invoice is None) == bool(problems)
    assert invoice is None or isinstance(invoice, Invoice)
    assert str(FactError(problems)).encode() is not None


an_entry = st.dictionaries(st.sampled_from(list(ENTRY_FIELDS)) | st.text(max_size=5), values)
whole_entry = st.builds(
    lambda on, kind, ore: {"on": on.isoformat(), "entry": kind, "amount": f"{ore}.50"},
    st.dates(),
    st.sampled_from(EntryKind),
    st.integers(-10_000, 10_000),
)
account_names = st.sampled_from(list(ACCOUNT_FIELDS)) | st.text(max_size=5) | st.integers()
whole_account = st.fixed_dictionaries({"account": st.text(), "client": st.just("U5"), "currency": st.just("SEK")})
accounts = st.one_of(st.dictionaries(account_names, values), whole_account).flatmap(
    lambda fields: st.lists(whole_entry | an_entry | values, max_size=3).map(
        lambda entries: {**fields, "entries": entries}
    )
)


@settings(deadline=None)
@given(accounts | values)
def test_whatever_is_given_ends_in_an_account_or_in_problems_that_can_be_said(mapping):
    account, problems = read_account(mapping)

    assert (account is None) == bool(problems)
    assert account is None or isinstance(account, Account)
    assert str(FactError(problems)).encode() is not None
