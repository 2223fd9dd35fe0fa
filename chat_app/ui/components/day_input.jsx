import { Content, Portal, Root, Trigger } from "@radix-ui/react-popover";
import { CalendarDays } from "lucide-react";
import { lazy, Suspense, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { locale, say } from "../words.js";
import { readDay, shownDay } from "./days.js";

const Calendar = lazy(() => import("./calendar.jsx"));
const touch = "(pointer: coarse)";

/** @param {() => void} listener */
const subscribe = (listener) => {
  const query = matchMedia(touch);
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
};

/**
 * Takes in a day: by the wheel of a phone; elsewhere written as people write it, or from a calendar.
 *
 * @param {object} props
 * @param {string} props.name What its form sends it under, as an ISO date.
 * @param {string} [props.value] The day to begin with.
 * @param {string} [props.first] The earliest that may be chosen.
 * @param {string} [props.last] The latest.
 * @param {boolean} [props.required]
 * @param {string} [props.label] Its name, where no `Field` gives one.
 */
export function DayInput(props) {
  const isTouched = useSyncExternalStore(subscribe, () => matchMedia(touch).matches, () => false);
  const { name, value, first, last, required, label } = props;
  if (!isTouched) return <WrittenDay {...props} />;
  return (
    <input
      type="date"
      className="input"
      name={name}
      defaultValue={value}
      min={first}
      max={last}
      required={required}
      aria-label={label}
    />
  );
}

/** @param {Parameters<typeof DayInput>[0]} props */
function WrittenDay({ name, value = "", first = "", last = "", required, label }) {
  const input = useRef(/** @type {HTMLInputElement | null} */ (null));
  const [text, setText] = useState(value && shownDay(value, locale));
  const [isOpen, setOpen] = useState(false);
  const day = readDay(text, locale);
  const wrong = whatIsWrong(text, day, first, last);
  useEffect(() => input.current?.setCustomValidity(wrong), [wrong]);
  /** @param {string} chosen */
  const choose = (chosen) => {
    setText(shownDay(chosen, locale));
    setOpen(false);
  };
  return (
    <div className="day-input">
      <input
        ref={input}
        className="input"
        autoComplete="off"
        required={required}
        aria-label={label}
        placeholder={shownDay("2026-01-31", locale)}
        value={text}
        onChange={({ target }) => setText(target.value)}
        onBlur={() => day && setText(shownDay(day, locale))}
      />
      <input type="hidden" name={name} value={day} />
      <Root open={isOpen} onOpenChange={setOpen}>
        <Trigger type="button" className="icon-button" aria-label={say("day-choose")} title={say("day-choose")}>
          <CalendarDays aria-hidden="true" />
        </Trigger>
        <Portal>
          <Content className="menu calendar" align="end" sideOffset={4} aria-label={say("day-choose")}>
            <Suspense>
              <Calendar day={day} first={first} last={last} onChoose={choose} />
            </Suspense>
          </Content>
        </Portal>
      </Root>
    </div>
  );
}

/** @param {string} text @param {string} day @param {string} first @param {string} last */
function whatIsWrong(text, day, first, last) {
  if (!text) return "";
  if (!day) return say("day-unreadable", { example: shownDay("2026-01-31", locale) });
  if (first && day < first) return say("day-too-early", { day: shownDay(first, locale) });
  if (last && day > last) return say("day-too-late", { day: shownDay(last, locale) });
  return "";
}
