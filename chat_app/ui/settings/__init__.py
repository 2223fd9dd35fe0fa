"""Name, password, sessions and theme."""
