"""Bytes to plain values with positions: the room that policies, law files and ledger mappings are read in."""
