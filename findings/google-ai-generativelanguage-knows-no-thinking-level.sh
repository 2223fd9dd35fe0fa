#!/usr/bin/env bash
# google-ai-generativelanguage 0.12.1, the newest release: `ThinkingConfig` has no `thinking_level`.
#
# Google's documentation of Gemini 3 and later knows no other way to say how hard a model thinks (`thinkingLevel`: minimal, low,
# medium, high), and `thinking_budget` beside it is an error there. One would expect the field in the vendor's own package for the
# API, generated from its .proto. It has `include_thoughts` and `thinking_budget` alone, so that over gRPC the level can be sent
# only as a field that the message does not know; likewise the answer of `BatchEmbedContents` has no usage, which the same call
# over REST has for newer models.
#
# Seen on 2026-11-29:
#   ThinkingConfig: include_thoughts thinking_budget
#   BatchEmbedContentsResponse: embeddings
#   ValueError: Unknown field for ThinkingConfig: thinking_level
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q google-ai-generativelanguage==0.12.1
"$folder/venv/bin/python" -W ignore - <<'P2'
import sys

from google.ai import generativelanguage_v1beta as wire

seen = {}
for name in ("ThinkingConfig", "BatchEmbedContentsResponse"):
    fields = [field.name for field in getattr(wire, name).pb().DESCRIPTOR.fields]
    seen[name] = fields
    print(f"{name}: {' '.join(fields)}")
try:
    wire.ThinkingConfig(thinking_level="LOW")
except ValueError as refusal:
    print(f"ValueError: {refusal}")
else:
    sys.exit("the field is there now")
sys.exit(seen != {
    "ThinkingConfig": ["include_thoughts", "thinking_budget"],
    "BatchEmbedContentsResponse": ["embeddings"],
})
P2
