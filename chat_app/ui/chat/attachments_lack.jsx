/** @import {Attached} from "./attachments_shelf.js" */
/** @import {Model} from "./talk.jsx" */

import * as Menu from "@radix-ui/react-dropdown-menu";
import { direction, say } from "../words.js";
import { AlertIcon } from "./icons.jsx";

/** What cannot be put in words for a model that does not take it. @type {("image" | "audio")[]} */
const NEVER_WORDS = ["image", "audio"];

/**
 * The first of the models that lacks what some files are, and what that is; nothing where all take all.
 *
 * @param {Attached[]} files
 * @param {Model[]} asked
 */
export function lackOf(files, asked) {
  const wanted = NEVER_WORDS.filter((kind) => files.some((file) => file.kind === kind));
  const model = asked.find(({ takes }) => wanted.some((kind) => !takes.includes(kind)));
  return model && { model, wanted, missing: wanted.filter((kind) => !model.takes.includes(kind)) };
}

/** @typedef {NonNullable<ReturnType<typeof lackOf>>} Lack */

/** Say it. @param {Lack} lack */
export const inWordsOf = ({ model, missing }) => say(`attach-lacks-${missing.join("-")}`, { model: model.name });

/**
 * Says that a model cannot take the files, and offers those that can.
 *
 * @param {{lack: Lack | undefined, models: Model[], onModel: (id: string) => void}} props
 */
export function ModelLacks({ lack, models, onModel }) {
  if (!lack) return null;
  const draws = Boolean(lack.model.draws);
  const able = models.filter(({ hindrance, takes, ...one }) => !hindrance && Boolean(one.draws) === draws && lack.wanted.every((kind) => takes.includes(kind)));
  return (
    <div className="tk-limit at-lack" role="status">
      <AlertIcon />
      <p>
        {inWordsOf(lack)} {say(able.length ? "attach-lacks-choose" : "attach-lacks-all")}
      </p>
      {able.length > 0 && (
        <Menu.Root modal={false} dir={direction}>
          <Menu.Trigger className="button">{say("attach-switch")}</Menu.Trigger>
          <Menu.Portal>
            <Menu.Content className="menu" align="end" sideOffset={4} collisionPadding={8}>
              {able.map(({ id, name }) => (
                <Menu.Item key={id} className="menu-item" onSelect={() => onModel(id)}>
                  {name}
                </Menu.Item>
              ))}
            </Menu.Content>
          </Menu.Portal>
        </Menu.Root>
      )}
    </div>
  );
}
