/** @import {ComponentProps} from "react" */

import { useEffect, useRef, useState } from "react";
import { say } from "../words.js";
import { Large } from "./large.jsx";

/** A table that scrolls in itself; one that does not fit opens large. @param {ComponentProps<"table">} props */
export function Table({ children, dir }) {
  const box = useRef(/** @type {HTMLDivElement | null} */ (null));
  const [overflows, setOverflows] = useState(false);
  useEffect(() => {
    const region = box.current;
    if (!region) return undefined;
    const observer = new ResizeObserver(() => setOverflows(region.scrollWidth > region.clientWidth + 1));
    observer.observe(region);
    if (region.firstElementChild) observer.observe(region.firstElementChild);
    return () => observer.disconnect();
  }, []);
  const table = <table dir={dir}>{children}</table>;
  return (
    <div className="tk-table-frame">
      <div ref={box} className="tk-table" tabIndex={0} role="region" aria-label={say("reply-table")} dir={dir}>
        {table}
      </div>
      {overflows && (
        <Large title={say("reply-table")} dir={dir}>
          <div className="tk-table tk-prose">{table}</div>
        </Large>
      )}
    </div>
  );
}
