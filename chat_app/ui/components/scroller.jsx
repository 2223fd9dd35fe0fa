/** @import {ReactNode} from "react" */

import { useLayoutEffect, useRef, useState } from "react";
import { say } from "../words.js";

/**
 * Holds what may be wider or higher than its place. Where it is, it can be scrolled by keyboard and
 * says so by its name; where it is not, nobody stops at it.
 *
 * @param {object} props
 * @param {string} props.name
 * @param {boolean} [props.isTable] Whether it holds a table whose rows become cards where its columns
 *   have no room.
 * @param {string} [props.className]
 * @param {ReactNode} [props.children]
 */
export function Scroller({ name, isTable = false, className = "table-frame", children }) {
  const frame = useRef(/** @type {HTMLDivElement | null} */ (null));
  const neededPx = useRef(0);
  const [isCards, setCards] = useState(false);
  const [scrolls, setScrolls] = useState(false);
  useLayoutEffect(() => {
    const place = frame.current;
    if (!place) return undefined;
    const measure = () => {
      const isWide = place.scrollWidth > place.clientWidth + 1;
      if (isTable && !isCards && isWide) {
        neededPx.current = place.scrollWidth;
        setCards(true);
      } else if (isCards && place.clientWidth >= neededPx.current) {
        setCards(false);
      }
      setScrolls(isWide || place.scrollHeight > place.clientHeight + 1);
    };
    measure();
    const watcher = new ResizeObserver(measure);
    watcher.observe(place);
    for (const child of place.children) watcher.observe(child);
    return () => watcher.disconnect();
  }, [isTable, isCards]);
  const reached = scrolls ? { role: "group", tabIndex: 0, "aria-label": say("frame-scrollable", { name }) } : {};
  return (
    <div ref={frame} className={`${className}${isCards ? " as-cards" : ""}`} {...reached}>
      {children}
    </div>
  );
}
