"""Small parts without state, shared by all features."""
