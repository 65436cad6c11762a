"""The checks: one file, one check; file name = id = name of its test. There is no list."""
