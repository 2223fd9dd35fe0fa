"""The index that searches ask: what it holds, how it is asked, and what keeps it up to date."""
