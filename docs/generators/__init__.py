"""Generators of reference pages: one file, one kind of page."""
