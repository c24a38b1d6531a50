// Builds src/entreciudades/web/static/build/ from static_src/ and the packages of package.json:
//   scss/main.scss -> main.css          (Bootstrap's parts are imported as "bootstrap/scss/…")
//   js/*.js        -> *.js              (one bundle per file; modules that they share lie in folders)
//   icons.txt      -> icons.svg         (one symbol per name of a Bootstrap icon)
//   fonts          -> fonts/*.woff2     (Latin, Latin extended)
// Called with --watch it builds again whenever a source changes.
import { cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { watch } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import * as sass from "sass";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const packages = join(root, "node_modules");
const source = join(root, "src/entreciudades/web/static_src");
const target = join(root, "src/entreciudades/web/static/build");

async function styles() {
  const { css } = await sass.compileAsync(join(source, "scss/main.scss"), {
    loadPaths: [packages],
    style: "compressed",
    quietDeps: true,
    silenceDeprecations: ["import"], // Bootstrap 5.3 is written with @import
  });
  await writeFile(join(target, "main.css"), css);
}

async function scripts() {
  const names = (await readdir(join(source, "js"))).filter((name) => name.endsWith(".js"));
  await esbuild.build({
    entryPoints: names.map((name) => join(source, "js", name)),
    outdir: target,
    bundle: true,
    minify: true,
    target: "es2020",
    legalComments: "none",
    logLevel: "warning",
  });
}

async function icons() {
  const names = (await readFile(join(source, "icons.txt"), "utf8")).split("\n").filter(Boolean);
  const symbols = names.map(async (name) => {
    const svg = await readFile(join(packages, `bootstrap-icons/icons/${name}.svg`), "utf8");
    const drawing = svg.slice(svg.indexOf(">") + 1, svg.lastIndexOf("</svg>")).replace(/\s*\n\s*/g, "");
    return `<symbol id="${name}" viewBox="0 0 16 16">${drawing}</symbol>`;
  });
  const sheet = (await Promise.all(symbols)).join("");
  await writeFile(join(target, "icons.svg"), `<svg xmlns="http://www.w3.org/2000/svg" fill="currentColor">${sheet}</svg>\n`);
}

async function fonts() {
  const files = [
    ["source-sans-3", "normal"],
    ["source-sans-3", "italic"],
    ["source-serif-4", "normal"],
  ].flatMap(([family, style]) =>
    ["latin", "latin-ext"].map((part) => `@fontsource-variable/${family}/files/${family}-${part}-wght-${style}.woff2`),
  );
  await Promise.all(files.map((file) => cp(join(packages, file), join(target, "fonts", basename(file)))));
}

async function build() {
  await rm(target, { recursive: true, force: true });
  await mkdir(join(target, "fonts"), { recursive: true });
  await Promise.all([styles(), scripts(), icons(), fonts()]);
}

await build();
if (process.argv.includes("--watch")) {
  let waiting;
  watch(source, { recursive: true }, () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => build().catch((error) => console.error(error.message)), 100);
  });
}
