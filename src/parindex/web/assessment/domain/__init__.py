"""What people do in a round: one verb, one change, one transaction, one audit row."""
