import { DayPicker } from "react-day-picker";
import { direction, locale, say } from "../words.js";
import "./calendar.css";

/** @typedef {0 | 1 | 2 | 3 | 4 | 5 | 6} Weekday */

/** @param {string} day Empty for none. */
const dateOf = (day) => {
  const [year, month, date] = day.split("-").map(Number);
  return day ? new Date(year, month - 1, date) : undefined;
};

/** @param {Date} date */
const dayOf = (date) =>
  [date.getFullYear(), date.getMonth() + 1, date.getDate()]
    .map((figure) => String(figure).padStart(2, "0"))
    .join("-");

/** @returns {Weekday} */
function firstWeekday() {
  const known = /** @type {any} */ (new Intl.Locale(locale));
  const info = known.getWeekInfo?.() ?? known.weekInfo ?? { firstDay: 1 };
  return /** @type {Weekday} */ (info.firstDay % 7);
}

/**
 * A month of days to choose one of.
 *
 * @param {object} props
 * @param {string} props.day The one chosen, as an ISO date; empty for none. Likewise the next two.
 * @param {string} props.first
 * @param {string} props.last
 * @param {(day: string) => void} props.onChoose
 */
export default function Calendar({ day, first, last, onChoose }) {
  const chosen = dateOf(day);
  const [start, end] = [dateOf(first), dateOf(last)];
  /** @param {Intl.DateTimeFormatOptions} options */
  const written = (options) => {
    const format = new Intl.DateTimeFormat(locale, { calendar: "gregory", ...options });
    return (/** @type {Date} */ date) => format.format(date);
  };
  const month = written({ month: "long", year: "numeric" });
  const whole = written({ dateStyle: "full" });
  return (
    <DayPicker
      mode="single"
      required
      autoFocus
      selected={chosen}
      defaultMonth={chosen ?? end}
      startMonth={start}
      endMonth={end}
      disabled={[...(start ? [{ before: start }] : []), ...(end ? [{ after: end }] : [])]}
      onSelect={(date) => onChoose(dayOf(date))}
      weekStartsOn={firstWeekday()}
      showOutsideDays
      fixedWeeks
      dir={direction}
      formatters={{
        formatCaption: month,
        formatDay: written({ day: "numeric" }),
        formatWeekdayName: written({ weekday: "narrow" }),
      }}
      labels={{
        labelGrid: month,
        labelDayButton: whole,
        labelGridcell: whole,
        labelWeekday: written({ weekday: "long" }),
        labelNav: () => say("calendar-months"),
        labelPrevious: () => say("calendar-earlier"),
        labelNext: () => say("calendar-later"),
      }}
    />
  );
}
