import type { Extension as TreeExtension } from "mdast-util-from-markdown";
import type { Node, PhrasingContent, RootContent } from "mdast";
import type { Extension } from "micromark-util-types";

/** An element that one of our tags became; see `tags.js`. */
interface Tag extends Node {
  type: "tag";
  data: { hName: string };
  children: (PhrasingContent | RootContent)[];
}

declare module "mdast" {
  interface RootContentMap {
    tag: Tag;
  }
  interface PhrasingContentMap {
    tag: Tag;
  }
}

declare module "unified" {
  interface Data {
    micromarkExtensions?: Extension[];
    fromMarkdownExtensions?: TreeExtension[];
  }
}

declare module "micromark-util-types" {
  interface TokenTypeMap {
    tagLine: "tagLine";
    environmentData: "environmentData";
    environmentLines: "environmentLines";
    environmentWords: "environmentWords";
  }
}
