"""Pages of the desk: sheets."""

PAGES = []
