"""A chat in the terminal: a program on the API, which knows a server by its URL alone."""
