"""What the finance team wrote: text, shape, meaning."""
