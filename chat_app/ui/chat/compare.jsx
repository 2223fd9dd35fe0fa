/** @import {Attached} from "./attachments_shelf.js" */
/** @import {Acts, Model} from "./talk.jsx" */
/** @import {Message, ThreadState} from "./thread.js" */

import * as Menu from "@radix-ui/react-dropdown-menu";
import { direction, say } from "../words.js";
import { toBox } from "./insertion.js";
import { CloseIcon, CompareIcon, DoneIcon, StopIcon } from "./icons.jsx";
import { Reply } from "./message.jsx";
import "./compare.css";

/**
 * Two replies to one question, side by side until one of them is kept or the chat goes on.
 *
 * @param {{item: Message & {rival: Message}, files: Attached[], thread: ThreadState, models: Model[], names: Record<string, string>, busy: boolean, acts: Acts, reader: string}} props
 */
export function Compared({ item, files, thread, models, names, busy, acts, reader }) {
  const sides = [
    { shown: item, live: thread.live?.id === item.id ? thread.live : null },
    { shown: item.rival, live: thread.rival?.id === item.rival.id ? thread.rival : null },
  ];
  return (
    <section className="tk-compared" aria-label={say("compare-title")}>
      {sides.map(({ shown, live }) => {
        const name = names[shown.model ?? ""] ?? shown.model ?? "";
        return (
          <div key={shown.id} className="tk-side">
            <header className="tk-side-head">
              <span className="tk-side-name">{name}</span>
              {live ? (
                <button
                  type="button"
                  className="button"
                  aria-label={say("compare-stop", { model: name })}
                  onClick={() => acts.stop(shown.id)}
                >
                  <StopIcon filled />
                  {say("composer-stop")}
                </button>
              ) : (
                <button
                  type="button"
                  className="button"
                  disabled={busy}
                  onClick={() => {
                    acts.branch(shown.id);
                    toBox();
                  }}
                >
                  {say("compare-keep")}
                </button>
              )}
            </header>
            <Reply item={shown} rest={NOTHING} files={files} beside live={live} models={models} names={names} last busy={busy} acts={acts} reader={reader} />
          </div>
        );
      })}
    </section>
  );
}

/** @type {Message[]} */
const NOTHING = [];

/**
 * Chooses a second model, to answer the next message beside the first.
 *
 * @param {{models: Model[], model: string, other: string, onChange: (other: string) => void}} props
 */
export function CompareWith({ models, model, other, onChange }) {
  const chosen = models.find((one) => one.id === other);
  const draws = Boolean(models.find((one) => one.id === model)?.draws);
  const open = models.filter((one) => one.id !== model && !one.hindrance && Boolean(one.draws) === draws);
  if (!open.length) return null;
  const name = chosen ? say("compare-with-model", { model: chosen.name }) : say("compare-with");
  return (
    <span className="tk-compare-with">
      <Menu.Root modal={false} dir={direction}>
        <Menu.Trigger className={chosen ? "tk-other" : "icon-button"} aria-label={name} title={name}>
          <CompareIcon />
          {chosen && <span>{chosen.name}</span>}
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Content className="menu tk-others" align="start" sideOffset={4} collisionPadding={8}>
            <Menu.Label className="tk-others-label">{say("compare-hint")}</Menu.Label>
            <Menu.RadioGroup value={other} onValueChange={onChange}>
              {open.map((one) => (
                <Menu.RadioItem key={one.id} value={one.id} className="menu-item">
                  <span>{one.name}</span>
                  <Menu.ItemIndicator>
                    <DoneIcon />
                  </Menu.ItemIndicator>
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </Menu.Content>
        </Menu.Portal>
      </Menu.Root>
      {chosen && (
        <button
          type="button"
          className="icon-button"
          aria-label={say("compare-not")}
          title={say("compare-not")}
          onClick={() => onChange("")}
        >
          <CloseIcon />
        </button>
      )}
    </span>
  );
}
