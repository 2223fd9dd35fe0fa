#!/usr/bin/env bash
# Babel 2.19.0 loses the separators of Swiss numbers from a million on: `format_decimal(1234567,
# "de_CH")` is 1234567, while 1234 is 1'234. The separator there is an apostrophe, and
# `NumberPattern.apply` takes what stands between two of them for a quoted literal and drops both
# signs. Seen 2026-11-29. Exits 1 when that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check babel==2.19.0
venv/bin/python - <<'PYTHON'
from babel.numbers import format_decimal

small, large = (format_decimal(value, locale="de_CH") for value in (1234, 1234567))
print(f"1234 -> {small}, 1234567 -> {large}")
assert (small, large) == ("1'234", "1234567"), "it has changed"
PYTHON
