"""What clients of OpenAI expect to find under `/v1`, paid from the same books."""
