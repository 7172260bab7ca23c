import type { Tree } from "@nx/devkit";

/** Writes a plugin into a tree; what it gives is to be called once the tree is written. */
declare function pluginGenerator(
  tree: Tree,
  options: { readonly name: string; readonly action?: string },
): Promise<() => void>;
export = pluginGenerator;
