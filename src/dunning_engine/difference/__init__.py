"""Where two policies differ, decided over all cells of the facts that they ask about."""
