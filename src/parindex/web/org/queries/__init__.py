"""Reads units and what became of them."""
