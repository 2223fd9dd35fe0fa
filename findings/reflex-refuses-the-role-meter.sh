#!/usr/bin/env bash
# reflex 0.10.1: an element cannot be given the role `meter`; `progressbar` and `scrollbar` are taken.
#
# `meter` is a role of WAI-ARIA 1.2 (June 2023, https://www.w3.org/TR/wai-aria-1.2/#meter), the one for a level within a
# known range, as of storage that is used. One would expect that a role of the standard is passed on, as all browsers
# know it, or at least that what is unknown is a warning. Here the names are a closed list of 1.1, and another one is a
# TypeError when the page is written; the way past it is `custom_attrs`.
#
# Seen on 2026-11-29:
#   progressbar is taken
#   TypeError: Invalid var passed for prop Div.role
#   by custom_attrs: "role":"meter"
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q reflex==0.10.1
cd "$folder"
REFLEX_TELEMETRY_ENABLED=false "$folder/venv/bin/python" - <<'P'
import reflex as rx

rx.el.div(role="progressbar")
print("progressbar is taken")
try:
    rx.el.div(role="meter")
except TypeError as fault:
    words = str(fault).split(",")[0]
    print("TypeError:", words)
    assert words == "Invalid var passed for prop Div.role"
else:
    raise AssertionError("meter is taken now")
written = str(rx.el.div(custom_attrs={"role": "meter"}))
print("by custom_attrs:", '"role":"meter"' if '"meter"' in written else written)
assert '"meter"' in written
P
