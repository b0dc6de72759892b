"""What happened: invoices and events, folded up to a day, read as one row of facts."""
