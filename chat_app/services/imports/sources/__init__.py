"""The apps whose files can be read, one a file; `docs/import.md` describes what they write."""
