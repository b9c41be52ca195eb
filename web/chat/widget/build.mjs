// Bundles the widget into web/chat/dist: viable.js (loaded with the page), panel.js (loaded when opened)
// and lead-time.js (an element of its own).

import { createHash } from "node:crypto";
import { mkdir, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const LARGEST_LOADER_GZIPPED = 6 * 1024;

const sources = dirname(fileURLToPath(import.meta.url));
const dist = join(sources, "..", "dist");
const shared = { bundle: true, minify: true, target: "es2022", legalComments: "none", charset: "utf8" };

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
await build({
  ...shared,
  entryPoints: [join(sources, "panel.ts")],
  outfile: join(dist, "panel.js"),
  format: "esm",
});
await build({
  ...shared,
  entryPoints: [join(sources, "lead_time.ts")],
  outfile: join(dist, "lead-time.js"),
  format: "iife",
});
const panel = await readFile(join(dist, "panel.js"));
await build({
  ...shared,
  entryPoints: [join(sources, "loader.ts")],
  outfile: join(dist, "viable.js"),
  format: "iife",
  define: { PANEL_VERSION: JSON.stringify(createHash("sha256").update(panel).digest("hex").slice(0, 12)) },
});
const loader = gzipSync(await readFile(join(dist, "viable.js")), { level: 9 }).length;
console.log(`viable.js ${loader} bytes gzipped, panel.js ${gzipSync(panel, { level: 9 }).length}`);
if (loader > LARGEST_LOADER_GZIPPED) {
  console.error(`viable.js: ${loader} bytes gzipped; at most ${LARGEST_LOADER_GZIPPED} may be loaded with a page`);
  process.exit(1);
}
