"""A user's own budget and usage."""
