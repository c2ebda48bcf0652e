"""Shipped data; `ORIGINS.md` gives the origin and licence of each file."""
