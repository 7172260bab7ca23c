import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { run } from "./shell.mjs";

/**
 * A registry on this machine that has the packed packages, and sends whoever asks for others to the registry
 * that npm uses anyway: what is not published yet installs as it will.
 *
 * @param tarballs files by the packages' names
 * @returns its address, and how to end it
 */
export async function startRegistry(tarballs) {
  const upstream = (await run("npm", ["config", "get", "registry"], { cwd: process.cwd() })).trim();
  const manifests = await Promise.all(Object.entries(tarballs).map(readPacked));
  const packages = new Map(manifests.map((one) => [one.manifest.name, one]));
  const server = createServer((request, response) => {
    // The next run has other packages of the same versions.
    response.setHeader("cache-control", "no-store");
    const asked = decodeURIComponent(new URL(request.url, "http://registry").pathname).slice(1);
    const tarball = manifests.find(({ file }) => asked === `-/${path.basename(file)}`);
    const found = packages.get(asked);
    if (tarball !== undefined) response.end(readFileSync(tarball.file));
    else if (found !== undefined) response.end(JSON.stringify(document(found, request.headers.host)));
    else response.writeHead(302, { location: new URL(request.url.slice(1), upstream).href }).end();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    stop: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  };
}

async function readPacked([, file]) {
  const text = await run("tar", ["-xOzf", file, "package/package.json"], { cwd: path.dirname(file) });
  return { file, manifest: JSON.parse(text) };
}

function document({ file, manifest }, host) {
  const { name, version } = manifest;
  const dist = { tarball: `http://${host}/-/${path.basename(file)}` };
  return { name, "dist-tags": { latest: version }, versions: { [version]: { ...manifest, dist } } };
}
