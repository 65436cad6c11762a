"""Pages of the desk: people."""

PAGES = []
