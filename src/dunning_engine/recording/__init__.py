"""A computation recorded on one example and replayed on columns; this room knows nothing of what is computed."""
