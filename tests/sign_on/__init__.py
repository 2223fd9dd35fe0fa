"""People who sign in at a real OpenID provider."""
