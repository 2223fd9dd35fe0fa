#!/usr/bin/env bash
# reflex 0.10.1: `rx.asset(…, shared=True)` reads the source files of every caller on the stack, each time it is called.
#
# One would expect a look at the caller's file name, which is what it wants. It calls `inspect.stack()`, which finds
# file, source lines and module of every frame up to the interpreter's first; called while modules are imported, as in the
# documentation, half of those are frames of the import system, for which `inspect` walks through all of `sys.modules`.
# Thirty files cost a second of each start.
#
# Seen on 2026-11-29: one call under ten frames
#   asked for the module of 14 frames to link one file
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q reflex==0.10.1
mkdir "$folder/app"
cd "$folder/app"
echo 'export const a = 1;' > part.js
cat > page.py <<'P'
import inspect
import sys

import reflex as rx

asked = []
getmodule = inspect.getmodule


def count(*arguments):
    asked.append(arguments)
    return getmodule(*arguments)


def call(depth):
    return call(depth - 1) if depth else rx.asset("part.js", shared=True)


rx.asset
inspect.getmodule = count
call(10)
frames = sum(1 for arguments in asked if inspect.isframe(arguments[0]))
print(f"asked for the module of {frames} frames to link one file")
sys.exit(0 if frames > 10 else 1)
P
"$folder/venv/bin/python" page.py
