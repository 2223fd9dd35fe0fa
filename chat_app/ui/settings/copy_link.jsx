import { CopyButton } from "../components/copy_button.jsx";
import { say } from "../words.js";

/** Copies an address of this server, as others can follow it. @param {{address: string}} props Its path. */
export function CopyLink({ address }) {
  return <CopyButton read={() => new URL(address, location.origin).href} label={say("share-copy")} iconOnly />;
}
