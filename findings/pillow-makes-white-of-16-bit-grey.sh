#!/usr/bin/env bash
# pillow 13.0.0: `convert("L")` of a grey PNG of 16 bits a pixel, as scanners and microscopes write them, is white nearly everywhere.
#
# One would expect what browsers show, and what Pillow itself does with colours of 16 bits: the upper half of each value is kept.
# Of 65 536 shades of grey, `convert` takes the first 255 as they are and makes white of the others, without a word; so does every
# step that converts, such as saving as JPEG through `convert("RGB")`. `image.point(lambda value: value / 256)` first is right.
#
# Seen on 2026-11-29:
#   of black, a dark, a middle and a light grey, and white: [0, 64, 128, 192, 255]
#   convert("L"): [0, 255, 255, 255, 255], through point: [0, 64, 128, 192, 255], in colours of 16 bits: [0, 64, 128, 192, 255]
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q pillow==13.0.0
"$folder/venv/bin/python" - <<'P'
import struct
import zlib
from io import BytesIO

from PIL import Image

SHADES = [0, 64, 128, 192, 255]


def png(color_type, channels):
    """Return a picture of one line, 16 bits a value."""

    def chunk(name, content):
        return struct.pack(">I", len(content)) + name + content + struct.pack(
            ">I", zlib.crc32(name + content)
        )

    head = struct.pack(">IIBBBBB", len(SHADES), 1, 16, color_type, 0, 0, 0)
    line = b"\0" + b"".join(struct.pack(">H", shade * 257) * channels for shade in SHADES)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(line))
        + chunk(b"IEND", b"")
    )


def opened(content):
    return Image.open(BytesIO(content))


grey, colours = png(0, 1), png(2, 3)
converted = list(opened(grey).convert("L").tobytes())
divided = list(opened(grey).point(lambda value: value / 256).convert("L").tobytes())
in_colours = list(opened(colours).convert("L").tobytes())
print("of black, a dark, a middle and a light grey, and white:", SHADES)
print(f'convert("L"): {converted}, through point: {divided}, in colours of 16 bits: {in_colours}')
assert converted == [0, 255, 255, 255, 255], "grey of 16 bits is converted otherwise now"
assert divided == in_colours == SHADES, "what is right is no more"
P
