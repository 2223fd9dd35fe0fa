#!/usr/bin/env bash
# fpdf2 2.8.9 (with uharfbuzz 0.57.0): shaped text reads back with stray control characters.
#
# `TTFFont.shape_text` maps a cluster's characters to its first glyph; the cluster's other glyphs get no
# entry in the font's ToUnicode map. A reader then has only the glyph's number in the subset, which
# pypdf 7.1.0 gives out as a control character. Seen for the Bengali "আমি" (two letters, three
# characters): 'আমি\x03'. Readers that search or copy find a word that nobody wrote.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  fpdf2==2.8.9 uharfbuzz==0.57.0 pypdf==7.1.0 justmytype-intl-south-asia==0.1.0
"$folder/venv/bin/python" - <<'P'
import io
from importlib.resources import files

from fpdf import FPDF
from pypdf import PdfReader

font = files("justmytype_intl_south_asia") / "fonts/ofl/notosansbengali/NotoSansBengali[wdth,wght].ttf"
pdf = FPDF()
pdf.add_font("bengali", fname=str(font))
pdf.add_page()
pdf.set_font("bengali", size=20)
pdf.set_text_shaping(True)
pdf.cell(text="আমি")
said = PdfReader(io.BytesIO(bytes(pdf.output()))).pages[0].extract_text()
print(repr(said))
assert any(ord(each) < 32 and each != "\n" for each in said), "behaviour has changed"
P
