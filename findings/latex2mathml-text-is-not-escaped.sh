#!/usr/bin/env bash
# latex2mathml 3.81.1: `convert` gives XML that is not well-formed for a `<` or `&` in `\text{…}`.
#
# One would expect what a converter to an XML language does: text is escaped where it is put in. Here the tree is written
# by ElementTree, which escapes, and the result is unescaped as a whole (`html.unescape(tostring(tree))`), for operators
# stand in the tree as entities. Elsewhere a `<` is an operator and comes as `&#x0003C;`, which is well-formed.
#
# Seen on 2026-11-30:
#   a<b          well-formed
#   \text{a<b}   not well-formed: … <mtext>a<b</mtext> …
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q latex2mathml==3.81.1
"$folder/venv/bin/python" - <<'P'
import sys
from xml.etree.ElementTree import ParseError, fromstring

from latex2mathml.converter import convert, convert_to_element

broken = convert(r"\text{if } x \text{ is less: a<b & so on}")
print(broken)
try:
    fromstring(broken)
except ParseError as fault:
    print("not well-formed:", fault)
else:
    sys.exit("what stands in \\text is escaped now")
texts = [each.text for each in convert_to_element(r"x + \text{a<b}").iter() if each.text]
print(texts)
assert texts == ["x", "&#x0002B;", "a<b"], "operators stand in the tree as they are now"
P
