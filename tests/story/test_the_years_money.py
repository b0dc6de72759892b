"""Every krona of the seller's year: claims, books, interest invoices and the account, against a reckoning of their own."""

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from reckoning import half_up, overdraft_interest, purchase_fee
from sellers_books import SALES
from sellers_world import LAST, open_from
from sellers_year import BUYER, DAYS, SELLER

from dunning_engine.decisions.evaluate import evaluate
from dunning_engine.facts.account import EntryKind

ONE_DAY = timedelta(days=1)
THRESHOLD = 100_00


def sales_of(courses):
    """Each invoice that was sold: its capital then, and the day that its price is paid out, the next banking day."""
    for course in courses.values():
        for event in course.those("sold"):
            yield event, course.before(event).capital, open_from(event.on + ONE_DAY)


def moved(course, kind, owner):
    """The events of a kind while somebody owns the invoice, as it stood when they came."""
    return [event for event in course.those(kind) if owner_before(course, event) == owner]


def owner_before(course, event):
    owner = "client"
    for one in course.events:
        if one is event:
            return owner
        owner = {"sold": "buyer", "bought_back": "client again"}.get(one.event.value, owner)
    raise AssertionError(event)


def credited_while_sold(course):
    """What the seller has credited of what the buyer has paid for, in öre."""
    return sum(event.amount for event in moved(course, "credit_note", "buyer"))


def interest_invoices(courses):
    """The interest invoices that have been made: (day, customer) -> the invoices on it with their öre."""
    made = defaultdict(dict)
    for number, course in courses.items():
        for event in course.those("interest_invoiced"):
            made[event.on, course.planned.facts["customer"]][number] = event.amount
    return dict(made)


@pytest.fixture(scope="module")
def account(year, courses):
    """The account anew: day -> kind -> öre; overdraft interest and what is set off of the payouts follow from the rest."""
    days = {day: Counter() for day in DAYS}
    paid_out = Counter()
    for event, capital, on in sales_of(courses):
        days[event.on][EntryKind.PURCHASE] += capital - purchase_fee(capital)
        paid_out[on] += capital - purchase_fee(capital)
    for course in courses.values():
        for event in course.those("bought_back"):
            days[event.on][EntryKind.BUY_BACK] -= course.before(event).owed + credited_while_sold(course)
        for event in moved(course, "payment", "client again"):
            days[event.on][EntryKind.PAYMENT] += event.amount
        if course.paid_on is not None and course.days[course.paid_on].owner == "buyer":
            days[course.paid_on][EntryKind.OTHER] -= credited_while_sold(course)
    for day, ore in year.books.by_hand:
        days[day][EntryKind.DEPOSIT if ore > 0 else EntryKind.PAYOUT] += ore
    balance = 0
    for day, kinds in days.items():
        # A payout is made from what the account has in the morning: a debt is covered first.
        morning = balance + kinds[EntryKind.PAYMENT]
        kinds[EntryKind.PAYOUT] -= min(max(morning, 0), paid_out[day])
        balance += sum(kinds.values())
        kinds[EntryKind.OVERDRAFT_INTEREST] = -overdraft_interest(balance)
        balance += kinds[EntryKind.OVERDRAFT_INTEREST]
    return days


@pytest.fixture(scope="module")
def sums(courses, account):
    """What each of the seller's accounts comes to, debit above zero."""
    at_the_end = [(course.days[LAST], course) for course in courses.values()]
    every = [event for course in courses.values() for event in course.events]
    invoiced = [(on, sum(lines.values())) for (on, _), lines in interest_invoices(courses).items()]
    paid = [ore for on, ore in invoiced if ore % 4 and on + 20 * ONE_DAY <= LAST]
    own_steps = [
        (event, course.before(event))
        for course in courses.values()
        for owner in ("client", "client again")
        for event in moved(course, "step", owner)
    ]
    kinds = {kind: sum(day[kind] for day in account.values()) for kind in EntryKind}
    return {
        # What customers owe the seller itself: capital, fees and interest claimed, and interest invoices.
        "1510": sum(day.owed for day, _ in at_the_end if day.owner == "client")
        + sum(ore for _, ore in invoiced)
        - sum(paid)
        # What was credited of sold invoices that nobody has paid yet.
        - sum(credited_while_sold(course) for day, course in at_the_end if day.owner == "buyer" and day.owed > 0),
        "1518": sum(day.owed for day, _ in at_the_end if day.owner == "client again"),
        # What customers paid the seller, and what went between bank and factor.
        "1930": sum(event.amount for course in courses.values() for event in moved(course, "payment", "client"))
        + sum(paid)
        - kinds[EntryKind.PAYOUT]
        - kinds[EntryKind.DEPOSIT],
        # What the factor owes the seller is the balance of the account: each of its entries is a line on 2811, with the
        # same sign. What a debtor pays while the invoice is the buyer's is in neither.
        "2811": sum(kinds.values()),
        "6064": sum(purchase_fee(capital) for _, capital, _ in sales_of(courses)),
        # Fees and interest on what the buyer owned are the buyer's income.
        "3990": -sum(event.fee for event, _ in own_steps),
        "8313": -sum(event.interest - before.interest for event, before in own_steps) - sum(ore for _, ore in invoiced),
        "8421": -kinds[EntryKind.OVERDRAFT_INTEREST],
        SALES: sum(event.amount for event in every if event.event.value == "credit_note")
        - sum(course.planned.ore for course in courses.values()),
    }


def test_every_entry_balances(year):
    entries = Counter()
    for line in year.books.lines:
        entries[line.on, line.entry] += line.ore

    assert len(entries) > 700
    assert {entry: ore for entry, ore in entries.items() if ore} == {}


@pytest.mark.parametrize("number", ["1510", "1518", "1930", "2811", "6064", "3990", "8313", "8421", SALES])
def test_each_account_comes_to_what_the_events_say(year, sums, number):
    booked = sum(line.ore for line in year.books.lines if line.account == number)

    assert booked == sums[number]
    assert booked != 0


def test_no_other_account_is_used(year, sums):
    assert {line.account for line in year.books.lines} == sums.keys()


def test_the_buyer_pays_the_capital_less_2_9_percent(courses):
    for event, capital, _ in sales_of(courses):
        assert event.price == capital - half_up(capital * Fraction(29, 1000))


def test_each_step_claims_the_interest_of_its_days_and_the_statutory_fee(courses):
    fees = {"reminder": 60_00, "reminder_1": 60_00, "collection": 180_00}
    for course in courses.values():
        for event in course.those("step"):
            before = course.before(event)
            accrued = half_up(course.days[event.on].accrued - before.interest_paid)
            assert event.interest == (accrued if event.step in {"reminder", "collection"} else before.interest)
            assert event.fee == fees.get(event.step, 0)


def test_interest_is_invoiced_once_and_from_the_threshold_on(year, courses):
    """Late-paid invoices of the seller's own policy, once they or their customer's interest in all reach 100 kronor."""
    expected = {}
    invoiced = set()
    for day in DAYS:
        owed_to_seller = defaultdict(list)
        for number, course in courses.items():
            yesterday = course.days.get(day - ONE_DAY)
            if yesterday is not None and yesterday.owner != "buyer" and number not in invoiced:
                owed_to_seller[course.planned.facts["customer"]].append((number, course.days[day]))
        for customer, owed in owed_to_seller.items():
            # What no step demands, of what the seller's own policy is about; an agency's invoices are the agency's.
            left = {
                number: it.interest_left - it.interest_owed
                for number, it in owed
                if year.files[number].policy_on(day) == SELLER and not it.with_agency
            }
            total = sum(left.values())
            taken = {
                number: left[number]
                for number, it in owed
                if it.owed <= 0
                if left.get(number) and max(left[number], total) >= THRESHOLD
            }
            if taken:
                expected[day, customer] = taken
                invoiced |= taken.keys()

    made = interest_invoices(courses)
    assert made == expected
    assert sum(len(lines) > 1 for lines in made.values()) >= 2
    assert any(ore < THRESHOLD for lines in made.values() for ore in lines.values())
    # Some have paid late and are left alone: so little interest is not worth an invoice.
    late = {
        no for no, course in courses.items() if year.files[no].policy_on(LAST) == SELLER and course.days[LAST].accrued
    }
    assert late - invoiced


def test_each_line_says_its_interest_and_its_days(year, courses):
    for one in year.carried:
        for line in one.action.lines:
            course = courses[line.invoice]
            first, last = line.periods[0].first, line.periods[-1].last
            assert (first, last) == (course.planned.due + ONE_DAY, course.paid_on)
            assert sum(period.amount for period in line.periods) == line.interest
        assert one.action.action != "invoice_interest" or one.action.interest == sum(
            line.interest for line in one.action.lines
        )


def test_the_account_has_each_days_entries_and_no_others(year, account):
    entries = {day: Counter() for day in DAYS}
    for entry in year.books.entries:
        entries[entry.on][entry.entry] += entry.amount

    for day in DAYS:
        assert +entries[day] == +account[day]
        assert -entries[day] == -account[day]


def test_the_balance_is_the_sum_of_the_entries_and_what_2811_says(year, account):
    booked = Counter()
    for line in year.books.lines:
        if line.account == "2811":
            booked[line.on] += line.ore
    running = mirrored = 0
    for day in DAYS:
        running += sum(account[day].values())
        mirrored += booked[day]
        assert year.books.account().balance(day) == running == mirrored


def test_interest_that_is_caught_up_is_the_same(year):
    charged = [(entry.on, -entry.amount) for entry in year.books.entries if entry.entry is EntryKind.OVERDRAFT_INTEREST]
    others = tuple(entry for entry in year.books.entries if entry.entry is not EntryKind.OVERDRAFT_INTEREST)
    account = replace(year.books.account(), entries=others)

    actions = evaluate(year.policies[BUYER], account, as_of=LAST).actions

    assert [(action.on, action.amount) for action in actions] == charged


def test_an_overdrawn_account_is_cured_by_each_of_the_ways(account):
    cures = set()
    balance = 0
    for kinds in account.values():
        before, balance = balance, balance + sum(kinds.values())
        if before < 0 <= balance:
            cures |= {kind for kind, ore in kinds.items() if ore > 0}

    assert cures == {EntryKind.DEPOSIT, EntryKind.PURCHASE, EntryKind.PAYMENT}
