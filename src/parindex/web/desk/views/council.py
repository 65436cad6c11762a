"""Pages of the desk: council."""

PAGES = []
