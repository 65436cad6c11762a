"""Pages of the evidence bank."""

PAGES = []
