"""Makes the practice province out of a seed: the same on every machine, and of nobody."""
