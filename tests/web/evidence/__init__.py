"""Tests of the evidence bank."""
