#!/usr/bin/env bash
# pillow 13.0.0: the comment of a JPEG or GIF goes into whatever JPEG or GIF is saved next, resized, converted or not.
#
# One would expect what happens to all else that a file says of itself: EXIF, XMP, profiles and the texts of PNG are written
# only where they are given to `save`, so that a picture that is opened and saved anew is a clean one. A comment (where cameras,
# scanners and editors put names and places) is handed on through `info`, also by `thumbnail` and `convert`, and from a GIF into
# a JPEG; `save(comment=b"")` or an emptied `info` takes it off.
#
# Seen on 2026-11-29:
#   EXIF: gone, XMP: gone, profile: gone
#   comment of a JPEG: still there; made smaller: still there; made grey: still there; GIF to JPEG: still there
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q pillow==13.0.0
"$folder/venv/bin/python" - <<'P'
import sys
from io import BytesIO

from PIL import Image

SAID = b"taken at home"
red = Image.new("RGB", (40, 40), "red")


def saved(image, kind, **options):
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def opened(content):
    return Image.open(BytesIO(content))


def is_there(content):
    return "still there" if SAID in content else "gone"


exif = Image.Exif()
exif[0x010F] = SAID.decode()
others = {
    "EXIF": saved(red, "JPEG", exif=exif),
    "XMP": saved(red, "JPEG", xmp=SAID),
    "profile": saved(red, "JPEG", icc_profile=SAID * 20),
}
assert all(SAID in content for content in others.values())
told = {name: is_there(saved(opened(content), "JPEG")) for name, content in others.items()}
print(", ".join(f"{name}: {what}" for name, what in told.items()))

jpeg = saved(red, "JPEG", comment=SAID)
gif = saved(red.convert("P"), "GIF", comment=SAID)
small = opened(jpeg)
small.thumbnail((10, 10))
comments = {
    "comment of a JPEG": is_there(saved(opened(jpeg), "JPEG")),
    "made smaller": is_there(saved(small, "JPEG")),
    "made grey": is_there(saved(opened(jpeg).convert("L"), "JPEG")),
    "GIF to JPEG": is_there(saved(opened(gif).convert("RGB"), "JPEG")),
}
print("; ".join(f"{name}: {what}" for name, what in comments.items()))
as_seen = set(told.values()) == {"gone"} and set(comments.values()) == {"still there"}
sys.exit(0 if as_seen else 1)
P
