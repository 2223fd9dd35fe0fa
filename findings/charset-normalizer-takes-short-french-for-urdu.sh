#!/usr/bin/env bash
# charset-normalizer 3.5.2: a short text in Windows-1252 is taken for one in encodings that nobody uses any more, and a text
# of which only Windows-1252 is allowed for no text at all.
#
# One would expect what browsers and editors do: Windows-1252, by far the most frequent encoding of Western text that is not
# UTF-8, wins where little speaks for anything else. Here `best()` of "naïve café" is cp1006 (Urdu), that of "Größe" likewise;
# and where `cp_isolation=["cp1252"]` leaves one encoding, which decodes every byte, `best()` of a price list is None, which
# stands for "this is binary".
#
# Seen on 2026-11-29:
#   'naïve café' is cp1006
#   'Größe' is cp1006
#   five lines of 'Prix: 5 €', cp1252 alone allowed: None
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q charset-normalizer==3.5.2
"$folder/venv/bin/python" - <<'P'
from charset_normalizer import from_bytes

odd = 0
for words in ("naïve café", "Größe"):
    found = from_bytes(f"{words}\n".encode("cp1252")).best()
    print(f"  {words!r} is {found and found.encoding}")
    odd += not (found and found.encoding in {"cp1252", "latin_1", "cp1250"})
prices = "Prix: 5 €\n".encode("cp1252") * 5
found = from_bytes(prices, cp_isolation=["cp1252"]).best()
print(f"  five lines of 'Prix: 5 €', cp1252 alone allowed: {found and found.encoding}")
assert odd == 2 and found is None, "short texts are told now"
P
