"""A ledger gone through day by day: what a policy proposes on a day is carried out that day, and recorded."""
