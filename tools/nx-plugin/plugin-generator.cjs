const { spawnSync } = require("node:child_process");
const path = require("node:path");
const { output } = require("@nx/devkit");
// The templates and what fills them are those of `npm create tutti-plugin`.
const { checkAction, checkName } = require("../create-plugin/src/spec");
const { renderLayers, templateFolder, valuesOf } = require("../create-plugin/src/template");

const OWN_TEMPLATES = path.join(__dirname, "templates/plugin");

/**
 * npx nx g @tutti/nx-plugin:plugin NAME [--action TYPE]
 *
 * @param {import("@nx/devkit").Tree} tree
 * @param {{ name: string, action?: string }} options
 */
module.exports = async function pluginGenerator(tree, { name, action = name.replaceAll("-", "_") }) {
  const folder = `plugins/${name}`;
  if (tree.exists(folder)) throw new Error(`${folder} is there already. Give the plugin another name.`);
  const spec = { name: checkName(`@tutti/plugin-${name}`), action: checkAction(action) };
  const values = { ...valuesOf(spec, new Date().getFullYear()), folder: name };
  const layers = [templateFolder("common"), templateFolder("typescript"), OWN_TEMPLATES];
  for (const [file, text] of renderLayers(layers, values)) tree.write(`${folder}/${file}`, text);
  tree.write(`.changeset/plugin-${name}.md`, changeset(spec));
  return () => finish(tree.root, folder);
};

function changeset({ name, action }) {
  return `---\n"${name}": minor\n---\n\nFirst release: the action \`${action}\`.\n`;
}

/** What has to see the written files: the names decide on the lines, and npm links the new workspace. */
function finish(root, folder) {
  const run = (program, ...args) => spawnSync(program, args, { cwd: root, stdio: "inherit" }).status;
  run(process.execPath, "node_modules/@biomejs/biome/bin/biome", "format", "--write", folder);
  run("npm", "install", "--ignore-scripts");
  output.log({ title: `Now: npx jest ${folder}`, bodyLines: ["Then change the tests, and the action."] });
}
