"""The verbs on units, people and roles."""
