/** @import {Person} from "./person.js" */

import { colourOf, initialsOf } from "./person.js";
import "./person.css";

/**
 * A person as a round mark with initials.
 *
 * Beside the name it is for the eye alone; where it stands without, it is `named`.
 *
 * @param {{person: Person, size?: number, named?: boolean}} props `size` in pixels.
 */
export function Avatar({ person, size = 24, named = false }) {
  const said = named ? { role: "img", "aria-label": person.name, title: person.name } : { "aria-hidden": true };
  return (
    <span className="person-mark" data-colour={colourOf(person.id)} style={{ inlineSize: size, blockSize: size, fontSize: size * 0.42 }} {...said}>
      {initialsOf(person.name)}
    </span>
  );
}

/** A person's name in the person's colour. @param {{person: Person}} props */
export function Name({ person }) {
  return (
    <bdi className="person-name" data-colour={colourOf(person.id)}>
      {person.name}
    </bdi>
  );
}
