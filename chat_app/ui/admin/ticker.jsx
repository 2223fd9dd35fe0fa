import { useEffect, useRef } from "react";

/**
 * Calls `onTick` every `seconds` while the page is open and in sight; leaves nothing behind.
 *
 * @param {{seconds: number, onTick: () => void}} props
 */
export function Ticker({ seconds, onTick }) {
  const latest = useRef(onTick);
  latest.current = onTick;
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) latest.current();
    }, seconds * 1000);
    return () => clearInterval(timer);
  }, [seconds]);
  return null;
}
