/** @import {ReactNode} from "react" */

import { Content, Description, Overlay, Portal, Root, Title } from "@radix-ui/react-dialog";
import { ReturnFocus } from "./return_focus.jsx";

/**
 * A dialog that is open for as long as it is drawn; Escape and the scrim close it, and the focus
 * goes back to where it was. What has `data-first` gets the focus first: `autoFocus` would have it
 * before the dialog keeps it, and a menu that closes a moment later would take it away.
 *
 * @param {{
 *   title: string,
 *   text?: string,
 *   alert?: boolean,
 *   className?: string,
 *   onClose: () => void,
 *   children: ReactNode,
 * }} props `alert`: whether it asks about something that cannot be taken lightly.
 */
export function Dialog({ title, text, alert = false, className = "dialog", onClose, children }) {
  return (
    <Root open onOpenChange={(open) => !open && onClose()}>
      <Portal>
        <Overlay className="scrim" />
        <Content
          className={className}
          role={alert ? "alertdialog" : "dialog"}
          onOpenAutoFocus={(event) => {
            const first = /** @type {HTMLElement} */ (event.currentTarget).querySelector("[data-first]");
            if (!(first instanceof HTMLElement)) return;
            event.preventDefault();
            first.focus();
          }}
          {...(text ? {} : { "aria-describedby": undefined })}
        >
          <ReturnFocus />
          <Title asChild>
            <h2>{title}</h2>
          </Title>
          {text && (
            <Description asChild>
              <p className="muted">{text}</p>
            </Description>
          )}
          {children}
        </Content>
      </Portal>
    </Root>
  );
}
