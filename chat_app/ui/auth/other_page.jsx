/** @import {ReactNode} from "react" */

import { Link, useLocation } from "react-router";

/**
 * A link to the other of the two pages that keeps where the visitor wanted to go.
 *
 * @param {{to: string, children: ReactNode}} props
 */
export function OtherPage({ to, children }) {
  const { search } = useLocation();
  return <Link to={to + search} className="link">{children}</Link>;
}
