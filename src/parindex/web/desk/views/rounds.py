"""Pages of the desk: rounds."""

PAGES = []
