"""Tests of the documents that people carry away."""
