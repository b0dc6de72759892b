"""Whole ledgers: read, mapped, evaluated and written."""
