"""A decision told to people: what happens, why, what it comes to, what is next, what would change it, and the evidence."""
