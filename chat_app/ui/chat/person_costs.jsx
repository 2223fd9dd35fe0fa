import { useEffect, useState } from "react";
import { Dialog } from "../components/dialog.jsx";
import { Avatar } from "../components/person.jsx";
import { Refusal } from "../components/upload.js";
import { translated } from "../recognition.js";
import { money, number, say } from "../words.js";
import { DownloadIcon } from "./icons.jsx";
import "./person_costs.css";

/**
 * What some exchanges did cost; money in millionths of a US dollar.
 *
 * @typedef {{exchanges: number, tokens: number, cost_micro_usd: number, estimated_cost_micro_usd: number}} Figures
 */
/** @typedef {{people: (Figures & {user_id: string, name: string})[], total: Figures}} PersonCosts */

/** What a shared chat did cost each person. @param {{chat: string, onClose: () => void}} props */
export function CostByPerson({ chat, onClose }) {
  const [costs, setCosts] = useState(/** @type {PersonCosts | null} */ (null));
  const [fault, setFault] = useState("");
  useEffect(() => {
    let isOpen = true;
    read(chat).then(
      (told) => isOpen && setCosts(told),
      (error) => isOpen && setFault(error instanceof Refusal ? translated(error.message) : say("auth-unreachable")),
    );
    return () => {
      isOpen = false;
    };
  }, [chat]);
  return (
    <Dialog title={say("person-costs")} text={say("person-costs-note")} className="dialog pc-costs" onClose={onClose}>
      {fault && <p role="alert">{fault}</p>}
      {costs && !costs.people.length && <p className="muted">{say("person-costs-none")}</p>}
      {costs && costs.people.length > 0 && <Table {...costs} />}
      <div className="dialog-actions">
        <a className="button" href={`/api/chat/${chat}/costs.csv`} download>
          <DownloadIcon />
          {say("dashboard-csv")}
        </a>
        <button type="button" className="button" data-first onClick={onClose}>
          {say("frame-close")}
        </button>
      </div>
    </Dialog>
  );
}

/** @param {PersonCosts} props */
function Table({ people, total }) {
  return (
    <table className="table" aria-label={say("person-costs")}>
      <thead>
        <tr>
          <th scope="col">{say("person-costs-person")}</th>
          <th scope="col" className="number">{say("person-costs-exchanges")}</th>
          <th scope="col" className="number">{say("person-costs-tokens")}</th>
          <th scope="col" className="number">{say("person-costs-money")}</th>
        </tr>
      </thead>
      <tbody>
        {people.map(({ user_id: id, name, ...figures }) => (
          <tr key={id}>
            <th scope="row">
              <span className="pc-person">
                <Avatar person={{ id, name }} size={22} />
                <bdi>{name}</bdi>
              </span>
            </th>
            <Cells {...figures} />
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{say("person-costs-total")}</th>
          <Cells {...total} />
        </tr>
      </tfoot>
    </table>
  );
}

/** @param {Figures} props */
function Cells({ exchanges, tokens, cost_micro_usd: cost, estimated_cost_micro_usd: estimated }) {
  return (
    <>
      <td className="number">{number(exchanges)}</td>
      <td className="number">{number(tokens)}</td>
      <td className="number">{money(cost, estimated > 0)}</td>
    </>
  );
}

/** @param {string} chat @returns {Promise<PersonCosts>} */
async function read(chat) {
  const answer = await fetch(`/api/chat/${chat}/costs`);
  const told = await answer.json();
  if (!answer.ok) throw new Refusal(told, answer.status);
  return told;
}
