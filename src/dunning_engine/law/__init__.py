"""What the law fixes: dated values with sources, interest, banking days, limitation, identity numbers."""
