"""What a change of policy does to a ledger: both sides, the difference, and how it is told."""
