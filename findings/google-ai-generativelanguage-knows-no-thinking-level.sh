#!/usr/bin/env bash
# google-ai-generativelanguage 0.12.1, the newest release: `ThinkingConfig` has no `thinking_level`.
#
# Google's documentation of Gemini 3 and later knows no other way to say how hard a model thinks (`thinkingLevel`: minimal, low,
# medium, high), and `thinking_budget` beside it is an error there. One would expect the field in the vendor's own package for the
# API, generated from its .proto. It has `include_thoughts` and `thinking_budget` alone, so that over gRPC the level can be sent
# only as a field that the message does not know.
#
# Seen on 2026-11-29:
#   ThinkingConfig: include_thoughts thinking_budget
#   ValueError: Unknown field for ThinkingConfig: thinking_level
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q google-ai-generativelanguage==0.12.1
"$folder/venv/bin/python" -W ignore - <<'P2'
import sys

from google.ai import generativelanguage_v1beta as wire

fields = [field.name for field in wire.ThinkingConfig.pb().DESCRIPTOR.fields]
print(f"ThinkingConfig: {' '.join(fields)}")
try:
    wire.ThinkingConfig(thinking_level="LOW")
except ValueError as refusal:
    print(f"ValueError: {refusal}")
else:
    sys.exit("the field is there now")
sys.exit(fields != ["include_thoughts", "thinking_budget"])
P2
