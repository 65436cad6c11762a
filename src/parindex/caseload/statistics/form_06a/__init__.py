"""Columns of form II.06a/VPCP/KSTT, the one-stop report."""
