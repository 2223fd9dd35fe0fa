/** Draws messages as the pages do, in Node: the same parts, put together from the same packages. */

import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const WEB = new URL("../../.web/", import.meta.url).pathname;
const PARTS = new URL("../../chat_app/ui/chat/", import.meta.url).pathname;

/** Return a function that draws a text, which still grows or not, as HTML. */
export async function makeDraw() {
  const { rolldown } = await import(pathToFileURL(createRequire(WEB).resolve("rolldown")).href);
  const folder = await mkdtemp(join(WEB, "drawing-"));
  try {
    const entry = "virtual:entry";
    const source = `
      import { createElement } from "react";
      import { renderToStaticMarkup } from "react-dom/server";
      import { Markdown } from "${PARTS}markdown.jsx";
      export const draw = (text, live) =>
        renderToStaticMarkup(createElement("div", null, createElement(Markdown, { text, live })));`;
    const bundle = await rolldown({
      input: entry,
      platform: "node",
      logLevel: "silent",
      resolve: { modules: [join(WEB, "node_modules")] },
      transform: { jsx: { runtime: "automatic" }, define: { "process.env.NODE_ENV": '"production"' } },
      plugins: [
        {
          name: "entry",
          resolveId: (id) => (id === entry || id.endsWith(".css") ? { id: `\0${id}` } : null),
          load: (id) => (id.startsWith("\0") ? { code: id.endsWith(".css") ? "" : source, moduleType: "js" } : null),
        },
      ],
    });
    const file = join(folder, "draw.mjs");
    await bundle.write({ file, format: "esm" });
    return (await import(pathToFileURL(file).href)).draw;
  } finally {
    await rm(folder, { recursive: true });
  }
}
