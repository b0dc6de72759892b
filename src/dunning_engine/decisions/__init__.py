"""evaluate(): what to do with an invoice on a day, and why."""
