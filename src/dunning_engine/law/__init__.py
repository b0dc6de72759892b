"""What the law fixes: dated values, interest, banking days, identity numbers, limitation."""
