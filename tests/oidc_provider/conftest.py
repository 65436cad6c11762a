"""A program of its own, served by the tests of sign-in: nothing here is a test."""

collect_ignore_glob = ["*.py"]
