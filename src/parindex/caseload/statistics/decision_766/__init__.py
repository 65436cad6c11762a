"""Components of Decision 766/QĐ-TTg that dossiers give."""
