/** @import {Entry} from "./actions.jsx" */
/** @import {Attached} from "./attachments_shelf.js" */
/** @import {ShortQuote} from "./quotes.jsx" */
/** @import {Acts, Model} from "./talk.jsx" */
/** @import {Message} from "./thread.js" */
/** @import {ReactNode} from "react" */

import { createContext, useContext } from "react";
import { say } from "../words.js";
import { inWordsOf, lackOf } from "./attachments_lack.jsx";
import { RegenerateIcon } from "./icons.jsx";
import { inShort, useQuote } from "./quotes.jsx";

/** What a reply of each model will cost, by its id, while they can be chosen. */
const Costs = createContext(/** @type {Record<string, ShortQuote>} */ ({}));

/**
 * Another reply, of the model that answers here or of another one, each with what that will cost.
 *
 * @param {Message} item @param {Attached[]} files Of its question. @param {Model[]} models @param {Acts} acts @returns {Entry[]}
 */
export function retries(item, files, models, acts) {
  if (!item.model) return [];
  const again = {
    label: say("message-regenerate"),
    icon: <RegenerateIcon />,
    leads: true,
    note: <CostAgain id={item.id} acts={acts} />,
    onDo: () => acts.regenerate(item.id),
  };
  const draws = Boolean(models.find((one) => one.id === item.model)?.draws);
  const choices = models
    .filter((one) => one.id !== item.model && !one.hindrance && Boolean(one.draws) === draws)
    .map((one) => {
      const lack = lackOf(files, [one]);
      return {
        label: one.name,
        icon: null,
        leads: true,
        hindrance: lack && inWordsOf(lack),
        note: <CostOf model={one.id} />,
        onDo: () => acts.regenerate(item.id, one.id),
      };
    });
  if (!choices.length) return [again];
  /** @param {ReactNode} all */
  const around = (all) => (
    <Priced id={item.id} acts={acts}>
      {all}
    </Priced>
  );
  return [again, { label: say("retry-with"), icon: <RegenerateIcon />, choices, around }];
}

/** @param {{id: string, acts: Acts}} props */
function CostAgain({ id, acts }) {
  const quote = useQuote((question) => acts.quoteAnew(question, id, "retry"), [id], 0);
  return inShort(quote) || say("quote-coming");
}

/** Asks once for what all of them will cost. @param {{id: string, acts: Acts, children: ReactNode}} props */
function Priced({ id, acts, children }) {
  const { retries: costs = {} } = useQuote((question) => acts.quoteRetries(question, id), [id], 0);
  return <Costs.Provider value={costs}>{children}</Costs.Provider>;
}

/** @param {{model: string}} props */
function CostOf({ model }) {
  const quote = useContext(Costs)[model];
  return (quote && inShort(quote)) || say("quote-coming");
}
