"""The world of the story: a seller's customers, 200 invoices of 2025, and what each debtor will do. All from one seed.

Nothing here asks the engine anything: the calendar, the grades' outcomes and the debtors' habits are written down anew.
"""

from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

from dunning_engine.facts.event import EventKind

_Habit = tuple[tuple[int, str, int | str | None], ...]

FIRST, LAST = date(2025, 1, 1), date(2026, 3, 31)
CLIENT, ACCOUNT = "4711", "9901"
INVOICES = 200
CUSTOMERS = 40

_SEED = 1981
_LAST_ISSUED = 318  # days after the first: the last payments still come within the story
_GRADES = (2, 5, 3, 8, 4, 1, 6, 9, 2, 5, 3, 4)  # the credit assessment of a customer, 1 is best
_WITH_RECOURSE = range(4, 7)
_NEVER_FROM = 60

# Month and day of the weekdays on which Swedish banks are closed.
_CLOSED = {
    2025: "01-01 01-06 04-18 04-21 05-01 05-29 06-06 06-20 12-24 12-25 12-26 12-31",
    2026: "01-01 01-06 04-03 04-06 05-01 05-14 06-19 12-24 12-25 12-31",
}

# What some of the invoices sold with recourse come to, whatever was drawn: the days around the end of the window.
_AROUND_DAY_31 = (
    ((30, "payment", "all"),),
    ((31, "payment", "all"),),
    ((30, "payment", 40), (50, "payment", "all")),
    ((31, "payment", 40), (45, "payment", "all")),
    ((29, "payment", "capital"), (60, "payment", "all")),
    ((3, "dispute", None), (45, "dispute_settled", None), (75, "payment", "all")),
    ((-2, "dispute", None), (36, "dispute_settled", None), (70, "payment", "all")),
    ((20, "credit_note", 15), (40, "payment", "all")),
    ((33, "credit_note", 10), (70, "payment", "all")),
    ((30, "payment", 50), (58, "payment", 20), (74, "payment", "all")),
)
_CREDITED_IN_PART: _Habit = ((12, "credit_note", 25), (30, "payment", "all"))


class Deed(NamedTuple):
    """What happens to an invoice on a day; ``share`` of a payment or a credit note: percent of the amount, or what of it."""

    on: date
    kind: EventKind
    share: int | str | None = None

    def ore(self, amount: int, *, capital: int, owed: int) -> int | None:
        """Its öre, never more than is owed; ``None`` where it is not about money."""
        if isinstance(self.share, int):
            return min(amount * self.share // 100, owed)
        return {"all": owed, "capital": capital}.get(self.share or "")


class Planned(NamedTuple):
    """An invoice: its facts as the engine reads them, and what will happen to it.

    ``due`` is the due date moved off closed days; ``learnt`` are facts that become known, or change, on a later day.
    """

    facts: dict[str, Any]
    due: date
    deeds: tuple[Deed, ...]
    learnt: tuple[tuple[date, dict[str, Any]], ...]

    @property
    def number(self) -> str:
        return self.facts["invoice"]

    @property
    def ore(self) -> int:
        return int(self.facts["amount"].replace(".", ""))


def plan() -> list[Planned]:
    """The 200 invoices in the order of their numbers."""
    random = Random(_SEED)  # noqa: S311 - a story, no secret
    drawn = [_invoice(random, place) for place in range(INVOICES)]
    graded = [(place, grade_of(one)) for place, one in enumerate(drawn)]
    with_recourse = [place for place, grade in graded if grade in _WITH_RECOURSE]
    for place, deeds in zip(with_recourse[5::4], _AROUND_DAY_31, strict=False):
        drawn[place] = drawn[place]._replace(deeds=_on(drawn[place].due, deeds))
    declined = [place for place, grade in graded if grade > max(_WITH_RECOURSE)]
    drawn[declined[9]] = drawn[declined[9]]._replace(deeds=_on(drawn[declined[9]].due, _CREDITED_IN_PART))
    groups = [range(1, 4), _WITH_RECOURSE, range(7, 10)]
    for never in [
        next(place for place, grade in graded if place >= _NEVER_FROM and grade in group) for group in groups
    ]:
        drawn[never] = drawn[never]._replace(deeds=())
    return drawn


def grade_of(planned: Planned) -> int:
    """The customer's grade, also where it is not known from the start."""
    return _GRADES[int(planned.facts["customer"]) % len(_GRADES)]


def is_open(day: date) -> bool:
    """Whether banks are."""
    return day.weekday() < 5 and f"{day:%m-%d}" not in _CLOSED[day.year]


def open_from(day: date) -> date:
    """The day itself, or the first banking day after it."""
    while not is_open(day):
        day += timedelta(days=1)
    return day


def _invoice(random: Random, place: int) -> Planned:
    customer = random.randrange(CUSTOMERS // (1 + place % 2))  # some have several invoices
    issued = FIRST + timedelta(days=1 + random.randrange(_LAST_ISSUED))
    due = issued + timedelta(days=(30, 30, 30, 20, 10)[random.randrange(5)])
    ore = 40_000 + random.randrange(300_000 if place % 3 else 3_000_000) * (4 if place % 19 == 4 else 1)
    facts: dict[str, Any] = {
        "invoice": str(5001 + place),
        "client": CLIENT,
        "customer": str(customer),
        "customer_kind": ("business", "business", "public_authority", "consumer")[customer % 4],
        "issued_on": issued.isoformat(),
        "due_on": due.isoformat(),
        "amount": f"{ore // 100}.{ore % 100:02d}",
        "currency": "SEK",
        "sent_by": ("email", "e_invoice", "post")[customer % 3],
        "collection_agreement": customer % 12 == 7,
        "recourse_agreement": True,
        "offered_for_sale": True,
        "credit_risk": _GRADES[customer % len(_GRADES)],
        "customer_identity_number": identity_number(customer),
        "payout_to": "bankgiro",
    }
    if customer % 3 != 1:
        facts["customer_email"] = f"ekonomi@kund{customer}.example"
        facts["customer_email_registered_at"] = "2024-06-01T08:00:00+02:00"
    learnt: list[tuple[date, dict[str, Any]]] = []
    if place % 11 == 3:
        learnt.append((issued + timedelta(days=2), {"credit_risk": facts.pop("credit_risk")}))
    if place % 17 == 5:
        facts["picked_for_review"] = True
        learnt.append((issued + timedelta(days=3), {"picked_for_review": False}))
    if customer % 5 == 1:
        del facts["customer_identity_number"]  # the client is asked for it when the reminder goes
    choice = ("payment_order", "monitoring")[place % 2]
    learnt.append((issued + timedelta(days=95), {"enforcement_choice": choice}))
    moved = open_from(due)
    return Planned(facts, moved, _on(moved, _habit(random, random.randrange(100))), tuple(learnt))


def _habit(random: Random, drawn: int) -> _Habit:
    """What a debtor does, in days after the due date: most pay in time, some late, in parts, or only after a dispute."""
    habit: _Habit
    if drawn < 40:
        habit = ((-random.randrange(10), "payment", "all"),)
    elif drawn < 54:
        habit = ((1 + random.randrange(12), "payment", "all"),)
    elif drawn < 66:
        habit = ((13 + random.randrange(18), "payment", "all"),)
    elif drawn < 81:
        habit = ((31 + random.randrange(45), "payment", "all"),)
    elif drawn < 89:
        part = (random.randrange(26) - 5, "payment", 30 + random.randrange(41))
        habit = (part, (21 + random.randrange(55), "payment", "all"))
    elif drawn < 92:
        part = (8 + random.randrange(18), "payment", "capital")
        habit = (part, (26 + random.randrange(35), "payment", "all"))
    elif drawn < 96:
        disputed = 2 + random.randrange(11)
        settled = disputed + 5 + random.randrange(36)
        paid = settled + 1 + random.randrange(15)
        habit = ((disputed, "dispute", None), (settled, "dispute_settled", None), (paid, "payment", "all"))
    else:
        part = (random.randrange(21) - 5, "credit_note", 10 + random.randrange(21))
        habit = (part, (16 + random.randrange(30), "payment", "all"))
    return habit


def _on(due: date, habit: _Habit) -> tuple[Deed, ...]:
    return tuple(Deed(due + timedelta(days=days), EventKind(kind), share) for days, kind, share in habit)


def identity_number(customer: int) -> str:
    """An organisation number that nobody has, with its check digit."""
    digits = f"559{customer:06d}"
    doubled = sum(sum(divmod(int(digit) * (2 - place % 2), 10)) for place, digit in enumerate(digits))
    return f"{digits}{-doubled % 10}"
