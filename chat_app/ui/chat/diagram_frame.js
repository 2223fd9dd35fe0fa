/**
 * What the frame does in which diagrams are drawn, see `mermaid.js`: it is sent there as text, and
 * the content policy of our pages names that text by its digest (`inline_scripts.py`).
 */
addEventListener("message", async ({ data, ports }) => {
  /** @type {any} */
  const frame = globalThis;
  const [port] = ports;
  if (data.script) {
    // As a script element its text would have to be named as well. What stands before it makes its
    // "use strict" no directive, which would keep what it declares from everybody else.
    frame.eval(`0;${data.script}`);
    return;
  }
  try {
    frame.mermaid.initialize({
      startOnLoad: false,
      securityLevel: "strict",
      htmlLabels: false,
      flowchart: { htmlLabels: false },
      class: { htmlLabels: false },
      theme: "base",
      themeVariables: data.colours,
      fontFamily: data.font,
      gantt: { useWidth: 800 },
      maxTextSize: 20_000,
      suppressErrorRendering: true,
      secure: ["secure", "securityLevel", "startOnLoad", "maxTextSize", "maxEdges", "suppressErrorRendering", "htmlLabels", "fontFamily"],
    });
    const { svg } = await frame.mermaid.render("diagram", data.source);
    port.postMessage({ svg });
  } catch (fault) {
    port.postMessage({ fault: String(/** @type {any} */ (fault)?.message ?? fault) });
  } finally {
    document.body.replaceChildren();
  }
});
