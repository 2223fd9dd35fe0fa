"""Calls by gRPC, as Gemini's API takes them: channel → connection → stream, the call."""

from chat_app.llm.providers.grpc_calls.channel import Channel, Metadata

__all__ = ["Channel", "Metadata"]
