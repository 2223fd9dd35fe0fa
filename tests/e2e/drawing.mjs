/** Draws messages as the pages do, in Node: the same parts, put together from the same packages. */

import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * @typedef {object} Parts
 * @property {(text: string, live: boolean) => string} draw
 * @property {(cut: import("../../chat_app/ui/chat/blocks.js").Cut) => string} drawCut
 * @property {typeof import("../../chat_app/ui/chat/blocks.js").createReader} createReader
 * @property {typeof import("../../chat_app/ui/chat/mend.js").mend} mend
 * @property {typeof import("../../chat_app/ui/chat/plain.js").plain} plain
 * @property {typeof import("../../chat_app/ui/chat/thoughts.js").splitThoughts} splitThoughts
 * @property {typeof import("../../chat_app/ui/chat/spoken.js").spoken} spoken
 * @property {typeof import("../../chat_app/ui/chat/spoken.js").languageOf} languageOf
 */

const WEB = new URL("../../.web/", import.meta.url).pathname;
const PARTS = new URL("../../chat_app/ui/chat/", import.meta.url).pathname;

/**
 * Return the parts: `draw`, which gives the HTML of a text that still grows or not, `createReader`,
 * `drawCut`, which gives the HTML of what a reader cut, `mend`, `plain`, `splitThoughts`, `spoken` and
 * `languageOf`.
 *
 * @returns {Promise<Parts>}
 */
export async function loadParts() {
  const { rolldown } = await import(pathToFileURL(createRequire(WEB).resolve("rolldown")).href);
  const folder = await mkdtemp(join(WEB, "drawing-"));
  try {
    const entry = "virtual:entry";
    const source = `
      import { createElement } from "react";
      import { renderToStaticMarkup } from "react-dom/server";
      import { Cut, Markdown } from "${PARTS}markdown.jsx";
      export { createReader } from "${PARTS}blocks.js";
      export { mend } from "${PARTS}mend.js";
      export { plain } from "${PARTS}plain.js";
      export { languageOf, spoken } from "${PARTS}spoken.js";
      export { splitThoughts } from "${PARTS}thoughts.js";
      const html = (element) => renderToStaticMarkup(createElement("div", null, element));
      export const draw = (text, live) => html(createElement(Markdown, { text, live }));
      export const drawCut = (cut) => html(createElement(Cut, { cut, own: "own-" }));`;
    const bundle = await rolldown({
      input: entry,
      platform: "node",
      logLevel: "silent",
      resolve: { modules: [join(WEB, "node_modules")] },
      transform: { jsx: { runtime: "automatic" }, define: { "process.env.NODE_ENV": '"production"' } },
      plugins: [
        {
          name: "entry",
          /** @param {string} id */
          resolveId: (id) => (id === entry || id.endsWith(".css") ? { id: `\0${id}` } : null),
          /** @param {string} id */
          load: (id) => (id.startsWith("\0") ? { code: id.endsWith(".css") ? "" : source, moduleType: "js" } : null),
        },
        {
          name: "addresses of files",
          /** @param {string} id */
          resolveId: (id) => (id.endsWith("?url") ? { id } : null),
          /** @param {string} id */
          load: (id) => (id.endsWith("?url") ? { code: 'export default "";', moduleType: "js" } : null),
        },
        {
          name: "files as text",
          /** @param {string} id @param {string | undefined} importer */
          resolveId: (id, importer) => (id.endsWith("?raw") && importer ? { id: resolve(dirname(importer), id) } : null),
          /** @param {string} id */
          load: (id) => (id.endsWith("?raw") ? { code: readFileSync(id.slice(0, -"?raw".length), "utf8"), moduleType: "text" } : null),
        },
      ],
    });
    const file = join(folder, "draw.mjs");
    await bundle.write({ file, format: "esm" });
    return await import(pathToFileURL(file).href);
  } finally {
    await rm(folder, { recursive: true });
  }
}
