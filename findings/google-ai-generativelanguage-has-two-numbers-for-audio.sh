#!/usr/bin/env bash
# google-ai-generativelanguage 0.12.1: two enumerations named Modality, in the same package, number their kinds differently.
#
# One would expect that AUDIO is AUDIO: a model is asked for sound by `GenerationConfig.response_modalities`, and the bill of
# the sound is told by `UsageMetadata.*_tokens_details`, each with a `Modality`. But what is asked for is
# `GenerationConfig.Modality` (AUDIO = 3), and what is told is `Modality` beside it (AUDIO = 4, and 3 is VIDEO). Whoever reads
# such a field by its number, as one must where the message is older than the field, takes sound for films.
#
# Seen on 2026-11-29:
#   asked for: TEXT 1, IMAGE 2, AUDIO 3, VIDEO none
#   told:      TEXT 1, IMAGE 2, AUDIO 4, VIDEO 3
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q google-ai-generativelanguage==0.12.1
"$folder/venv/bin/python" -W ignore - <<'P'
from google.ai import generativelanguage_v1beta as sdk

KINDS = ("TEXT", "IMAGE", "AUDIO", "VIDEO")


def numbers(enumeration):
    return {kind: int(enumeration[kind]) for kind in KINDS if kind in enumeration.__members__}


asked, told = numbers(sdk.GenerationConfig.Modality), numbers(sdk.Modality)
print("asked for:", asked)
print("told:     ", told)
assert asked["AUDIO"] == told["VIDEO"] == 3 and told["AUDIO"] == 4, "they are numbered otherwise now"
P
