"""A real OpenID Connect provider of its own: another Django, another database, another process."""
