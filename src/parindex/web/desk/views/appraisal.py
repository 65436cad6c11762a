"""Pages of the desk: appraisal."""

PAGES = []
