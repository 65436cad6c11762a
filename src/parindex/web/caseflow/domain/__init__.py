"""Verbs over dossiers: refresh the counts, write letters, answer signals, take messages in."""
