#!/usr/bin/env bash
# bpe-openai 0.1.4: `import bpe_openai` reads three vocabularies into Python dictionaries, which the tokenizer never asks.
#
# One would expect an import to load code, and `get_encoding("o200k_base")` to load that one vocabulary. The table of
# models in `compat.py` is filled at import from functions that each unpack a whole vocabulary (cl100k, o200k, voyage3) to
# learn two special tokens: some 66 MB and over a second with the GIL held. Counting is done by the compiled part, which
# has its vocabularies inside; imported alone it takes 1 MB and no time.
#
# Seen on 2026-11-29:
#   the package: 66 MB, 451897 tokens in dictionaries
#   its compiled part alone: 1 MB
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --no-deps bpe-openai==0.1.4
cat > "$folder/grown.py" <<'P'
import sys
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from pathlib import Path


def resident_mb():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 2**20


places = find_spec("bpe_openai").submodule_search_locations
before = resident_mb()
if sys.argv[1] == "package":
    import bpe_openai.registry

    tokens = sum(
        len(bpe_openai.registry._load_mergeable_ranks(name))
        for name in ("cl100k_base", "o200k_base", "voyage3_base")
    )
    read = bpe_openai.registry._load_mergeable_ranks.cache_info()
    grown = resident_mb() - before
    print(f"the package: {grown:.0f} MB, {tokens} tokens in dictionaries")
    sys.exit(0 if grown > 40 and read.hits >= 3 else 1)
compiled = PathFinder.find_spec("_bindings", places)
compiled.loader.exec_module(module_from_spec(compiled))
grown = resident_mb() - before
print(f"its compiled part alone: {grown:.0f} MB")
sys.exit(0 if grown < 10 else 1)
P
"$folder/venv/bin/python" -W ignore "$folder/grown.py" package
"$folder/venv/bin/python" -W ignore "$folder/grown.py" compiled
