"""Pages that a link shows: made by the server, for browsers that run no script (ADR 41)."""
