"""A self-hosted AI chat where every token is accounted for."""
