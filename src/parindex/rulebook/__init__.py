"""Reads the law: strict loader, checks, differences, import of annexes. Pure."""
