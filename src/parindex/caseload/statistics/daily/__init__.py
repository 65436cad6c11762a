"""What needs attention, and how dossiers came and went."""
