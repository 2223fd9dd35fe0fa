/** The files of a message that is being written: where they come from, and how they get to the server. */

/** @import {Attached, Chosen, Fault} from "./attachments_shelf.js" */

import { useCallback, useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from "react";
import { Refusal, upload } from "../components/upload.js";
import { say } from "../words.js";
import { createShelves, kindOf } from "./attachments_shelf.js";
import { lengthOf, LONGEST } from "./characters.js";

const ADDRESS = "/api/files";
const MIB = 1024 * 1024;

/** What the picker of files offers first; the server looks at the bytes themselves. A phone offers its camera for pictures. */
export const ACCEPTED = [
  ...["image/png", "image/jpeg", "image/webp", "image/gif", "application/pdf", "text/*", "audio/*", "application/json"],
  ...[".docx", ".xlsx", ".pptx", ".webm", ".md", ".csv", ".tsv", ".log", ".json", ".jsonl", ".yaml", ".yml", ".toml", ".xml", ".ini"],
  ...[".py", ".js", ".jsx", ".ts", ".tsx", ".java", ".kt", ".c", ".h", ".cpp", ".cs", ".go", ".rs", ".rb", ".php", ".swift", ".sh", ".sql", ".tex"],
].join(",");

/**
 * Where the server gives a file.
 *
 * @param {string} id
 * @param {"whole" | "thumb" | "text"} [what] A small picture of it, or the words in it.
 */
export const fileAddress = (id, what = "whole") => `${ADDRESS}/${id}${what === "whole" ? "" : `?${what}=1`}`;

const shelves = createShelves({
  async send(source, onSent, signal) {
    const form = new FormData();
    form.append("file", source);
    return attachedOf(await upload(ADDRESS, form, onSent, signal));
  },
  // Out of reach it may well be there.
  exists: (id) => fetch(fileAddress(id), { method: "HEAD" }).then(({ status }) => status !== 404, () => true),
  drop: (id) => {
    fetch(fileAddress(id), { method: "DELETE" }).catch(() => undefined);
  },
  explain: (problem) =>
    problem instanceof Refusal
      ? { kind: "refused", code: problem.code, status: problem.status, message: problem.message }
      : { kind: "unreachable" },
  store: {
    getItem: (key) => localStorage.getItem(key),
    setItem: (key, value) => localStorage.setItem(key, value),
    removeItem: (key) => localStorage.removeItem(key),
  },
});

/** A file as the API tells of it. @param {any} told @returns {Attached} */
export function attachedOf(told) {
  return {
    id: told.file_id,
    name: told.name,
    kind: kindOf(told.media_type),
    type: told.media_type,
    size: told.size_bytes,
    width: told.width ?? undefined,
    height: told.height ?? undefined,
    pages: told.pages ?? undefined,
    seconds: told.duration_s ?? undefined,
  };
}

/** @typedef {ReturnType<typeof useAttachments>} Attachments */

/**
 * The files that lie at a place, and what can be done with them.
 *
 * @param {string} place A draft, or a message that is written anew.
 * @param {number} mostMib The size of a file at most; 0 while it is not known.
 */
export function useAttachments(place, mostMib) {
  const read = () => shelves.at(place);
  const { items } = useSyncExternalStore(shelves.subscribe, read, read);
  const [excess, setExcess] = useState(0);
  useEffect(() => {
    setExcess(0);
    shelves.restore(place);
  }, [place]);
  const add = useCallback(
    /** @param {Chosen[]} chosen */
    (chosen) => setExcess(shelves.add(place, chosen.map((one) => ({ fault: faultOf(one.source, mostMib), ...one })))),
    [place, mostMib],
  );
  const files = items.flatMap(({ file }) => file ?? []);
  return {
    items,
    /** Those that have arrived. */
    files,
    isSending: items.some(({ file, fault }) => !file && !fault),
    hasFault: items.some(({ fault }) => fault),
    /** How many were too many. */
    excess,
    add,
    /** @param {string} key */
    remove: (key) => {
      setExcess(0);
      shelves.remove(place, key);
    },
    retry: shelves.retry,
    take: () => {
      setExcess(0);
      return shelves.take(place);
    },
  };
}

/**
 * Keep the files of a draft with it: they come back from a message that was refused, and go along
 * where a new chat gets its id.
 *
 * @param {string} place
 * @param {{view: number, pending: object | null, returned: {kind: string} | null}} thread
 */
export function useDraftedFiles(place, { view, pending, returned }) {
  const before = useRef({ place, view });
  useLayoutEffect(() => {
    if (before.current.view === view) shelves.move(before.current.place, place);
    before.current = { place, view };
  }, [place, view]);
  useEffect(() => {
    if (returned?.kind === "send") shelves.giveBack(place);
  }, [place, returned]);
  useEffect(() => {
    if (!pending) shelves.settle(place);
  }, [pending, place]);
  useEffect(() => {
    /** @param {Attached} file */
    const take = (file) => shelves.put(place, [file]);
    takers.add(take);
    return () => {
      takers.delete(take);
    };
  }, [place]);
}

/** Put into a message that is written anew what is in it. @param {string} place @param {Attached[]} files */
export function layOut(place, files) {
  shelves.clear(place);
  shelves.put(place, files);
}

/** @type {Set<(file: Attached) => void>} */
const takers = new Set();

/** Put a file that the server keeps into what is being written, from wherever on the page. @param {Attached} file */
export function attach(file) {
  for (const take of takers) take(file);
}

/**
 * The files of what is pasted: a text too long for a message becomes one.
 *
 * @param {DataTransfer | null} brought
 * @returns {Chosen[]}
 */
export function pastedFiles(brought) {
  const words = brought?.getData("text/plain") ?? "";
  if (lengthOf(words) <= LONGEST) return filesOf(brought);
  return [{ source: new File([words], say("attach-pasted"), { type: "text/plain" }) }];
}

/** @param {File} source @param {number} mostMib @returns {Fault | undefined} */
function faultOf(source, mostMib) {
  if (!source.size) return { kind: "empty" };
  return mostMib && source.size > mostMib * MIB ? { kind: "too-large" } : undefined;
}

/**
 * The files that are pasted or dropped; words that come with them are what was meant, as from a table
 * of figures, which brings its picture along.
 *
 * @param {DataTransfer | null} brought
 * @returns {Chosen[]}
 */
export function filesOf(brought) {
  if (!brought) return [];
  const markup = brought.getData("text/html");
  if (markup && new DOMParser().parseFromString(markup, "text/html").body.textContent?.trim()) return [];
  return [...brought.items].flatMap((item) => {
    const source = item.getAsFile();
    if (!source) return [];
    return item.webkitGetAsEntry?.()?.isDirectory ? { source, fault: { kind: "folder" } } : { source };
  });
}
