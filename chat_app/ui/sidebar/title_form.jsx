import { useRef } from "react";
import { say } from "../words.js";

/** The longest title, in code points; the attribute `maxlength` would count UTF-16. */
const LONGEST = 200;

/**
 * A title being edited in its place: Enter or Save keeps it, Escape or Cancel leaves it.
 *
 * @param {{title: string, onSave: (title: string) => void, onCancel: () => void}} props
 */
export function TitleForm({ title, onSave, onCancel }) {
  const input = useRef(/** @type {HTMLInputElement | null} */ (null));
  return (
    <form
      className="rename"
      onSubmit={(event) => {
        event.preventDefault();
        onSave(input.current?.value ?? "");
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        // The drawer on phones would close as well.
        event.stopPropagation();
        onCancel();
      }}
    >
      <input
        ref={input}
        className="input"
        aria-label={say("frame-title")}
        defaultValue={title}
        onInput={(event) => {
          const box = event.currentTarget;
          const letters = Array.from(box.value);
          if (letters.length > LONGEST && !(/** @type {InputEvent} */ (event.nativeEvent).isComposing)) {
            box.value = letters.slice(0, LONGEST).join("");
          }
        }}
        autoFocus
        onFocus={(event) => event.target.select()}
      />
      <div>
        <button type="submit" className="button primary">{say("frame-save")}</button>
        <button type="button" className="button" onClick={onCancel}>{say("frame-cancel")}</button>
      </div>
    </form>
  );
}
