/** @import {ReactElement} from "react" */

import { useCallback, useEffect, useState } from "react";
import { inWords } from "../account_calls.js";
import { say } from "../words.js";

/**
 * What the server is asked for when a part of the page is drawn, and what is drawn until it came.
 *
 * @template T
 * @param {() => Promise<T>} read Asks for it; the same function each time.
 * @returns {{got: T | null, load: () => void, instead: ReactElement | null}} `instead` is there as
 *   long as `got` is not, and where it could not be had: then with a button that asks again.
 */
export function useLoaded(read) {
  const [got, setGot] = useState(/** @type {T | null} */ (null));
  const [fault, setFault] = useState("");
  const load = useCallback(() => {
    read().then(
      (answer) => {
        setGot(answer);
        setFault("");
      },
      (refusal) => setFault(inWords(refusal)),
    );
  }, [read]);
  useEffect(load, [load]);
  if (fault) {
    const instead = (
      <div className="stacked">
        <p role="alert" className="notice danger">{fault}</p>
        <button type="button" className="button" onClick={load}>{say("frame-retry")}</button>
      </div>
    );
    return { got: null, load, instead };
  }
  if (got) return { got, load, instead: null };
  return { got, load, instead: <div className="skeleton" role="status" aria-label={say("frame-loading")} /> };
}
