/** @import {ComponentProps} from "react" */

import { createContext, useContext, useEffect, useLayoutEffect, useRef, useState } from "react";
import { say } from "../words.js";
import { Large } from "./large.jsx";

/** Whether what is drawn still grows. */
export const Growing = createContext(false);

/** A table that scrolls in itself; one that does not fit opens large. @param {ComponentProps<"table">} props */
export function Table({ children, dir }) {
  const box = useRef(/** @type {HTMLDivElement | null} */ (null));
  const [overflows, setOverflows] = useState(false);
  const growing = useContext(Growing);
  const [columns, setColumns] = useState(/** @type {{widths: number[], within: number} | null} */ (null));
  // As wide as its first row made them while more come, so that nothing moves under the reader's eyes.
  useLayoutEffect(() => {
    const rows = box.current?.querySelectorAll("tr") ?? [];
    if (!growing || columns || !box.current || rows.length < 3) return;
    const widths = Array.from(rows[0].cells, (cell) => cell.getBoundingClientRect().width);
    setColumns({ widths, within: box.current.clientWidth });
  }, [children, growing, columns]);
  useEffect(() => {
    const region = box.current;
    if (!region) return undefined;
    const observer = new ResizeObserver(() => {
      setOverflows(region.scrollWidth > region.clientWidth + 1);
      setColumns((now) => (now && now.within !== region.clientWidth ? null : now));
    });
    observer.observe(region);
    if (region.firstElementChild) observer.observe(region.firstElementChild);
    return () => observer.disconnect();
  }, []);
  // Laid out anew once it is whole and nobody sees it move.
  useEffect(() => {
    if (growing || !columns || !box.current) return undefined;
    const observer = new IntersectionObserver(([seen]) => {
      if (!seen.isIntersecting) setColumns(null);
    });
    observer.observe(box.current);
    return () => observer.disconnect();
  }, [growing, columns]);
  const table = <table dir={dir}>{children}</table>;
  const held = columns && (
    <table dir={dir} style={{ tableLayout: "fixed", width: columns.widths.reduce((sum, one) => sum + one, 0) }}>
      <colgroup>
        {columns.widths.map((width, place) => (
          <col key={place} style={{ width }} />
        ))}
      </colgroup>
      {children}
    </table>
  );
  return (
    <div className="tk-table-frame">
      <div ref={box} className="tk-table" tabIndex={0} role="region" aria-label={say("reply-table")} dir={dir}>
        {held ?? table}
      </div>
      {overflows && (
        <Large title={say("reply-table")} dir={dir}>
          <div className="tk-table tk-prose">{table}</div>
        </Large>
      )}
    </div>
  );
}
