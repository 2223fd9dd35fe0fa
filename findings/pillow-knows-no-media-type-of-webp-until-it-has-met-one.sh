#!/usr/bin/env bash
# Pillow 13.0.0: `Image.MIME["WEBP"]` is a KeyError until something else has met a WebP, and then it is there.
#
# One would expect the table of media types to be whole once `PIL.Image` is imported, or to stay as it is. It is filled by plug-ins,
# which are loaded in two steps: five common formats with the first picture of any kind, all others with the first that none of those
# five can read. So code that looks a format up passes its tests, which open a WebP first, and fails in a process that has only seen
# PNG; `Image.init()` fills it.
#
# Seen on 2026-11-30:
#   after the import: []
#   after a PNG: ['BMP', 'DIB', 'GIF', 'JPEG', 'PNG', 'PPM'], WEBP among them: False
#   after a WebP: WEBP among them: True
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q pillow==13.0.0
cat >"$folder/look.py" <<'P'
import io

from PIL import Image

imported = sorted(Image.MIME)
file = io.BytesIO()
Image.new("RGB", (2, 2)).save(file, "PNG")
Image.open(io.BytesIO(file.getvalue())).load()
with_png = sorted(Image.MIME)
file = io.BytesIO()
Image.new("RGB", (2, 2)).save(file, "WEBP")
Image.open(io.BytesIO(file.getvalue())).load()
with_webp = sorted(Image.MIME)
print(f"after the import: {imported}")
print(f"after a PNG: {with_png}, WEBP among them: {'WEBP' in with_png}")
print(f"after a WebP: WEBP among them: {'WEBP' in with_webp}")
assert not imported and "WEBP" not in with_png and "WEBP" in with_webp, "the table is filled otherwise now"
P
"$folder/venv/bin/python" "$folder/look.py"
