"""Prints by how many KiB so many evaluations (the argument) grow the process, after a thousand to warm up."""

import sys
from datetime import date, timedelta
from pathlib import Path

from dunning_engine.decisions.evaluate import evaluate
from dunning_engine.facts.invoice import Invoice
from dunning_engine.policy.load import load_policies


def resident_kib():
    fields = Path("/proc/self/statm").read_text(encoding="ascii").split()
    return int(fields[1]) * 4


def main():
    history = load_policies()["fakturaservice"]
    facts = {
        "customer": "17",
        "customer_kind": "business",
        "issued_on": "2026-01-30",
        "due_on": "2026-03-02",
        "amount": "10000.00",
        "currency": "SEK",
        "sent_by": "email",
    }
    taken = {"on": "2026-03-09", "event": "step", "step": "reminder", "fee": "60.00", "interest": "19.18"}
    paid = {"on": "2026-03-12", "event": "payment", "amount": "4000.00"}
    drawn = [
        Invoice.from_mapping({**facts, "invoice": "1"}),
        Invoice.from_mapping({**facts, "invoice": "2", "events": [taken, paid]}),
        Invoice.from_mapping({**facts, "invoice": "3", "amount": "-5.00"}),
    ]
    days = [date(2026, 2, 20) + timedelta(days=number) for number in range(60)]

    def run(count):
        for number in range(count):
            evaluate(history, drawn[number % 3], as_of=days[number % 60])

    run(1_000)
    before = resident_kib()
    run(int(sys.argv[1]))
    sys.stdout.write(str(resident_kib() - before))


main()
