#!/usr/bin/env bash
# python-socketio 5.18.1 with python-engineio 4.15.1: `AsyncServer(logger=False, engineio_logger=False)`, which its documentation
# calls "disabled", still gives the loggers `socketio.server` and `engineio.server` a handler of their own on stderr and a level. An
# application that writes its log as one JSON object a line through the root logger gets each of their errors twice, once as bare text.
#
# Seen 2026-11-30:
#   socketio.server: handlers ['StreamHandler'], level ERROR
#   engineio.server: handlers ['StreamHandler'], level ERROR
#   lines on stderr for one error: 2, of which JSON: 1
# A level that was set before keeps them away:
#   with a level of its own: handlers []
# Exits 1 if that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet python-socketio==5.18.1 python-engineio==4.15.1
cat > "$folder/look.py" <<'PYTHON'
import io
import json
import logging
import sys

sys.stderr = written = io.StringIO()
root = logging.StreamHandler(sys.stderr)
root.setFormatter(logging.Formatter('{"said": "%(message)s"}'))
logging.getLogger().addHandler(root)

import socketio

socketio.AsyncServer(async_mode="asgi", logger=False, engineio_logger=False)
seen = {}
for name in ("socketio.server", "engineio.server"):
    logger = logging.getLogger(name)
    seen[name] = [type(each).__name__ for each in logger.handlers]
    print(f"{name}: handlers {seen[name]}, level {logging.getLevelName(logger.level)}")
logging.getLogger("engineio.server").error("something")
lines = written.getvalue().splitlines()
as_json = [line for line in lines if line.startswith("{") and json.loads(line)]
print(f"lines on stderr for one error: {len(lines)}, of which JSON: {len(as_json)}")

for name in seen:
    logger = logging.getLogger(name)
    logger.handlers.clear()
    logger.setLevel(logging.WARNING)
socketio.AsyncServer(async_mode="asgi", logger=False, engineio_logger=False)
kept_away = [each for name in seen for each in logging.getLogger(name).handlers]
print(f"with a level of its own: handlers {kept_away}")
assert list(seen.values()) == [["StreamHandler"]] * 2, seen
assert (len(lines), len(as_json)) == (2, 1), lines
assert kept_away == []
PYTHON
"$folder/venv/bin/python" "$folder/look.py"
