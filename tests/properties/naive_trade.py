"""Buying, owing and buying back as the design tells them, written without a look at the code: what is proposed on a day."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from typing import NamedTuple

from naive import ONE_DAY, Account, due_day, half_up

from dunning_engine.facts.event import EventKind
from dunning_engine.law.calendar import is_banking_day

SALE = {"buy_without_recourse": "without_recourse", "buy_with_recourse": "with_recourse", "lend": "pledged"}


class Outcome(NamedTuple):
    """``risk`` is the worst grade that is taken, ``agreed`` whether it takes the recourse agreement; ``None``: no matter."""

    kind: str
    notify: str | None = None
    risk: int | None = None
    agreed: bool = False
    picked: bool = False


class Terms(NamedTuple):
    """What the parties have agreed. Percentages are basis points, ``payout`` is (how many, of what)."""

    outcomes: tuple
    payout: tuple
    fee: int
    advance: int
    notice: bool
    window: int | None
    buy_back: str
    delays: tuple


class Model:
    """One invoice on one day: ``proposed`` maps the key of each action to the amounts that it states."""

    def __init__(self, invoice, day, terms, policies):
        self.invoice, self.day, self.terms = invoice, day, terms
        self.buyer, self.service = policies
        self.events = [event for event in invoice.events if event.on <= day]
        self.account = Account(invoice, day, self.buyer.payments_settle)
        self.proposed = {}
        self.decider = self.buyer.name
        self.decide()

    # --- what has happened

    def last(self, *kinds):
        return next((event for event in reversed(self.events) if event.event in kinds), None)

    @property
    def sale(self):
        return self.last(EventKind.SOLD)

    def before(self, event):
        """The account right before that event: what came later the same day came after it."""
        earlier = self.events[: max(place for place, one in enumerate(self.events) if one is event)]
        return Account(replace(self.invoice, events=tuple(earlier)), self.day, self.buyer.payments_settle)

    @property
    def bought_back(self):
        last = self.last(EventKind.SOLD, EventKind.BOUGHT_BACK)
        return last if last is not None and last.event is EventKind.BOUGHT_BACK else None

    @property
    def paid(self):
        return self.account.balance <= 0

    @property
    def open(self):
        """Neither paid, nor closed in the ledger, nor with an agency."""
        last = self.last(EventKind.HANDED_OVER, EventKind.WITHDRAWN)
        away = last is not None and last.event is EventKind.HANDED_OVER
        return not (self.paid or away or self.last(EventKind.CLOSED))

    @property
    def stopped(self):
        """By an exclusion of the policy, because nothing was ever owed, or by a pause."""
        pause = self.last(EventKind.PAUSE)
        resting = pause is not None and (pause.until is None or pause.until >= self.day)
        return self.invoice.client == "C2" or self.account.credited >= self.invoice.amount or resting

    @property
    def window_is_over(self):
        window = self.terms.window
        return window is not None and self.day > due_day(self.invoice, self.buyer) + timedelta(days=window)

    def is_done(self, key):
        return any(event.event is EventKind.DONE and event.key == key for event in self.events)

    # --- what is proposed

    def key(self, what):
        """A second sale has keys of its own."""
        sales = sum(event.event is EventKind.SOLD for event in self.events)
        number = self.invoice.invoice.replace("%", "%25").replace("/", "%2F")
        return f"{number}/{what}/{sales}" if sales > 1 else f"{number}/{what}"

    def propose(self, what, *amounts):
        if not self.is_done(self.key(what)):
            self.proposed[self.key(what)] = amounts

    def settled(self, first, later):
        """What has been settled so far under that name, and the name of what comes next."""
        total, times, what = 0, 1, first
        while self.is_done(self.key(what)):
            total += sum(event.amount for event in self.events if event.key == self.key(what))
            times += 1
            what = later.format(times)
        return total, what

    def decide(self):
        if self.sale is None:
            if self.open and not self.stopped and self.invoice.offered_for_sale:
                self.offer()
            return
        returned = self.bought_back
        if returned is None and self.sale.sale != "without_recourse" and self.window_is_over and self.open:
            self.propose("buy_back", self.worth())
            self.propose("continue_in")
            self.duties(self.sale, self.day)
            return
        self.duties(self.sale, returned and returned.on)
        if returned is not None and self.terms.window is not None:
            self.decider = self.service.name
        if self.open and not self.stopped and (returned is None or self.decider == self.service.name):
            self.step(self.service if returned else self.buyer)

    def offer(self):
        capital = self.account.owed["principal"]
        for outcome in self.terms.outcomes:
            risk = self.invoice.credit_risk
            if (outcome.agreed and not self.invoice.recourse_agreement) or (
                outcome.picked and not self.invoice.picked_for_review
            ):
                continue
            if outcome.risk is not None and risk is None:
                return  # waits for the assessment
            if outcome.risk is not None and risk > outcome.risk:
                continue
            if outcome.kind not in SALE:
                self.propose(outcome.kind)
                if outcome.notify:
                    self.propose(f"notify_client/{outcome.kind}")
                return
            if outcome.kind != "buy_without_recourse" and self.window_is_over:
                return
            fee, price = self.part(capital, self.terms.fee), self.price(capital)
            self.propose(outcome.kind, fee, price + fee, price, self.payout_day(self.day))
            if price > 0 and self.payout_day(self.day) <= self.day:
                self.propose("pay_out", price)
            self.tell(outcome, self.day)
            if self.terms.notice:
                self.propose("notify_customer/sold")
            return

    def tell(self, outcome, sold_on):
        when = {"immediately": sold_on, "at_payout": self.payout_day(sold_on)}.get(outcome.notify)
        if when is not None and when <= self.day:
            self.propose(f"notify_client/{outcome.kind}")

    def duties(self, sale, returned_on):
        price, _ = self.given_for(sale)
        if price > 0 and self.payout_day(sale.on) <= self.day:
            self.propose("pay_out", price)
        settled_on = self.bought_back.on if self.bought_back else self.account.paid_on
        if settled_on is not None:
            paid, what_to_pay = self.settled("pay_out/rest", "pay_out/rest-{}")
            charged, what_to_charge = self.settled("charge_client", "charge_client/more-{}")
            rest = self.left_between_them(sale) - paid + charged
            if rest > 0 and self.payout_day(max(sale.on, settled_on)) <= self.day:
                self.propose(what_to_pay, rest)
            if rest < 0:
                self.propose(what_to_charge, -rest)
        self.tell(next(outcome for outcome in self.terms.outcomes if SALE.get(outcome.kind) == sale.sale), sale.on)
        if returned_on is not None:
            self.propose("notify_client/buy_back")
        if self.terms.notice and not self.paid and not self.last(EventKind.CLOSED):
            self.propose(f"notify_customer/{'sold' if returned_on is None else 'bought_back'}")

    def step(self, policy):
        """The next step after the furthest one taken, by its name; each so many days after the one before."""
        names = [step.name for step in policy.steps]
        taken = [event for event in self.events if event.event is EventKind.STEP]
        place = max((names.index(event.step) for event in taken if event.step in names), default=-1) + 1
        if place == len(names):
            return
        counted_from = taken[-1].on if taken else due_day(self.invoice, policy)
        due = counted_from + timedelta(days=self.terms.delays[place])
        changed_hands = self.last(EventKind.SOLD, EventKind.BOUGHT_BACK)
        if max(due, changed_hands.on + ONE_DAY) <= self.day:
            owed, key = self.account.owed, self.invoice.invoice.replace("%", "%25").replace("/", "%2F")
            stated = self.account.accrued(self.invoice, policy, self.day)
            self.proposed[f"{key}/{names[place]}"] = (owed["principal"], owed["fees"], stated)

    # --- what it is worth

    def part(self, capital, share):
        return half_up(Fraction(capital * share, 10_000))

    def price(self, capital):
        return self.part(capital, self.terms.advance) - self.part(capital, self.terms.fee)

    def given_for(self, sale):
        """The price that was paid and the fee that was kept: as recorded, otherwise as agreed."""
        capital = max(0, self.before(sale).owed["principal"])
        if sale.price is not None:
            return sale.price, sale.purchase_fee
        return self.price(capital), self.part(capital, self.terms.fee)

    def worth(self):
        """What the buyer has given, less what has come in of the capital; and its own fees and interest where they count."""
        left = sum(self.given_for(self.sale)) - (self.account.received - self.before(self.sale).received)
        return max(0, left + self.beside(self.account))

    def beside(self, account):
        return account.owed["fees"] + account.owed["interest"] if self.terms.buy_back == "balance" else 0

    def left_between_them(self, sale):
        """What has come in for the sale beyond what was given for it; what is credited after it was paid goes back."""
        account, brought = self.account, min(0, self.account.owed["principal"])
        if self.bought_back is not None:
            account = self.before(self.bought_back)
            brought = self.bought_back.amount - (self.beside(account) if self.terms.window is not None else 0)
        return account.received - self.before(sale).received + brought - sum(self.given_for(sale))

    def payout_day(self, on):
        count, unit = self.terms.payout
        if unit == "calendar_days":
            return on + timedelta(days=count)
        if unit == "hours":
            return on + timedelta(days=count // 24)
        day = on
        while not count and not is_banking_day(day):
            day += ONE_DAY
        for _ in range(count):
            day += ONE_DAY
            while not is_banking_day(day):
                day += ONE_DAY
        return day
