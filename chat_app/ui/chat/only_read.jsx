import { say } from "../words.js";

/** What a member is told in the place of the composer. @param {{archived: boolean}} props */
export function OnlyRead({ archived }) {
  return (
    <div className="tk-dock">
      <div className="tk-archived" role="status">
        <span>{say(archived ? "members-only-read-archived" : "members-only-read")}</span>
      </div>
    </div>
  );
}
