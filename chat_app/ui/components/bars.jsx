import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { direction, locale, number, short } from "../words.js";
import { shortDay } from "./days.js";
import { roundTicks } from "./ticks.js";

/** @typedef {{key: string, name: string, colour: string}} Series */

const TICK = { fill: "var(--muted)", fontSize: 12 };
const WIDEST_BAR_PX = 44;

/** @param {string} day */
const axisDay = (day) => shortDay(day, locale);

/**
 * Bars by day, those of one day on top of each other; a table beside it says the same.
 *
 * @param {object} props
 * @param {{day: string, [series: string]: string | number}[]} props.days ISO dates, and a number for each series.
 * @param {Series[]} props.series
 * @param {string} props.words What screen readers say in its place.
 */
export function Bars({ days, series, words }) {
  const sums = days.map((day) => series.reduce((sum, { key }) => sum + Number(day[key]), 0));
  const ticks = roundTicks(Math.max(0, ...sums));
  return (
    <div role="img" aria-label={words} className="chart">
      <ResponsiveContainer>
        <BarChart
          data={days}
          margin={{ top: 8, right: direction === "rtl" ? 0 : 12, bottom: 0, left: direction === "rtl" ? 12 : 0 }}
          barCategoryGap="18%"
          maxBarSize={WIDEST_BAR_PX}
          accessibilityLayer={false}
        >
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="day"
            tickFormatter={axisDay}
            axisLine={false}
            tickLine={false}
            tick={TICK}
            minTickGap={16}
            reversed={direction === "rtl"}
          />
          <YAxis
            ticks={ticks}
            domain={[0, ticks.at(-1) ?? 0]}
            tickFormatter={short}
            axisLine={false}
            tickLine={false}
            tick={TICK}
            width="auto"
            orientation={direction === "rtl" ? "right" : "left"}
          />
          <Tooltip
            formatter={(tokens) => number(Number(tokens))}
            labelFormatter={(day) => axisDay(String(day))}
            cursor={{ fill: "var(--hover)", opacity: 0.5 }}
            contentStyle={{
              background: "var(--surface)",
              border: "1px solid var(--line)",
              borderRadius: "var(--radius-m)",
              boxShadow: "var(--shadow-large)",
              fontSize: "var(--text-s)",
            }}
            itemStyle={{ color: "var(--text)", padding: 0 }}
            labelStyle={{ color: "var(--muted)" }}
            isAnimationActive={false}
          />
          {series.map(({ key, name, colour }) => (
            <Bar
              key={key}
              dataKey={key}
              name={name}
              fill={colour}
              stroke="var(--surface)"
              stackId="day"
              isAnimationActive={false}
            />
          ))}
        </BarChart>
      </ResponsiveContainer>
    </div>
  );
}
