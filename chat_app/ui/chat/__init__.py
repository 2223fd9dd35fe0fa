"""The conversation and the list of chats."""
