"""Files as people send them, and as nobody should, made at the time of a test."""
