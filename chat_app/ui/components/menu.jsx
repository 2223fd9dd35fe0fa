/** @import {ReactNode} from "react" */

import {
  CheckboxItem,
  Content,
  Item,
  ItemIndicator,
  Portal,
  Root,
  Separator,
  Sub,
  SubContent,
  SubTrigger,
  Trigger,
} from "@radix-ui/react-dropdown-menu";
import { Check, ChevronRight } from "lucide-react";
import { direction } from "../words.js";

/**
 * An icon button with actions behind it, a menu as the ARIA patterns have it: arrow keys, Home and
 * End, the first letters of a name, Escape; the focus goes back to the button, unless what was chosen took it.
 *
 * @param {{
 *   icon: ReactNode,
 *   name: string,
 *   className?: string,
 *   children: ReactNode,
 *   onOpened?: (opened: boolean) => void,
 * }} props `name`: what screen readers and the tooltip say, such as "Chat actions". `className`: of
 *   the button, beside its own.
 */
export function Menu({ icon, name, className = "", children, onOpened }) {
  return (
    // What stands beside an open menu stays in reach: a click there closes it and counts.
    <Root modal={false} dir={direction} onOpenChange={onOpened}>
      <Trigger type="button" className={`icon-button ${className}`} aria-label={name} title={name}>
        {icon}
      </Trigger>
      <Portal>
        <Content
          className="menu"
          align="start"
          sideOffset={4}
          collisionPadding={8}
          loop
          onCloseAutoFocus={(event) => {
            if (document.activeElement !== document.body) event.preventDefault();
          }}
        >
          {children}
        </Content>
      </Portal>
    </Root>
  );
}

/**
 * An action of a menu; choosing it closes the menu.
 *
 * @param {{icon?: ReactNode, danger?: boolean, disabled?: boolean, onSelect?: () => void, children: ReactNode}} props
 */
export function MenuItem({ icon, danger = false, disabled = false, onSelect, children }) {
  return (
    <Item className={danger ? "menu-item danger" : "menu-item"} disabled={disabled} onSelect={onSelect}>
      {icon}
      <span>{children}</span>
    </Item>
  );
}

/**
 * An entry that leads somewhere; it can be opened in a new tab as any link.
 *
 * @param {{icon?: ReactNode, href: string, download?: boolean, children: ReactNode}} props
 */
export function MenuLink({ icon, href, download = false, children }) {
  return (
    <Item className="menu-item" asChild>
      <a href={href} download={download || undefined}>
        {icon}
        <span>{children}</span>
      </a>
    </Item>
  );
}

/**
 * An entry that is on or off.
 *
 * @param {{checked: boolean, onChange: (checked: boolean) => void, children: ReactNode}} props
 */
export function MenuCheck({ checked, onChange, children }) {
  return (
    <CheckboxItem className="menu-item" checked={checked} onCheckedChange={onChange}>
      <ItemIndicator className="menu-check">
        <Check aria-hidden="true" />
      </ItemIndicator>
      <span>{children}</span>
    </CheckboxItem>
  );
}

/**
 * An entry with others behind it.
 *
 * @param {{icon?: ReactNode, name: string, children: ReactNode}} props
 */
export function MenuSub({ icon, name, children }) {
  return (
    <Sub>
      <SubTrigger className="menu-item">
        {icon}
        <span>{name}</span>
        <ChevronRight className="menu-on points" aria-hidden="true" />
      </SubTrigger>
      <Portal>
        <SubContent className="menu submenu" sideOffset={4} collisionPadding={8} loop>
          {children}
        </SubContent>
      </Portal>
    </Sub>
  );
}

/** A line between groups of entries. */
export function MenuLine() {
  return <Separator className="menu-line" />;
}
