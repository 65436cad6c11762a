"""What the pages of a round show, each in a fixed number of queries."""
