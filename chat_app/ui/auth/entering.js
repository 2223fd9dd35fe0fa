/** Where a sign-in leads to, whichever way somebody came. */

/**
 * The address to go on to: only one of this site, so that no link can lead elsewhere.
 *
 * No page has a path such as `//host`, which `/.//host` becomes: links on it would lead there.
 */
function destination() {
  const next = new URLSearchParams(location.search).get("next") ?? "/";
  const url = new URL(next, location.origin);
  const isHere = next.startsWith("/") && url.origin === location.origin && !url.pathname.startsWith("//");
  return isHere ? url.href : "/";
}

/** Go on, signed in. The tab starts afresh: nothing of whoever used it before is shown to this person. */
export function enter() {
  sessionStorage.removeItem("token");
  location.replace(destination());
}
