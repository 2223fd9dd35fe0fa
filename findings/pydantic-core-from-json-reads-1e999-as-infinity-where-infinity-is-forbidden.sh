#!/usr/bin/env bash
# pydantic-core 2.50.4: from_json(..., allow_inf_nan=False) still returns infinity, for a number that is too large.
#
# One would expect that where NaN and Infinity are forbidden no infinite float comes out: `1e999` is well-formed JSON, and its
# value has no finite float. The option looks at the words `NaN` and `Infinity` alone. Whoever writes the value on with
# json.dumps(allow_nan=False), as HTTP clients do, meets the fault there.
#
# Seen on 2026-11-29:
#   NaN: refused
#   Infinity: refused
#   1e999: inf
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q pydantic-core==2.50.4
"$folder/venv/bin/python" - <<'P'
import sys

from pydantic_core import from_json


def read(text: str) -> str:
    try:
        return str(from_json(text, allow_inf_nan=False))
    except ValueError:
        return "refused"


told = {text: read(text) for text in ("NaN", "Infinity", "1e999")}
for text, said in told.items():
    print(f"{text}: {said}")
sys.exit(0 if list(told.values()) == ["refused", "refused", "inf"] else 1)
P
