"""Rule kinds: one kind, one file, one pure function of the same name, one test file."""
