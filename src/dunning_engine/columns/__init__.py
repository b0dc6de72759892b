"""Whole ledgers in columns: decisions recorded on one invoice and replayed on all that answer the same questions alike."""
