// Checks rendered objects against the Kubernetes models of npm's package kubernetes-models.
//
// usage: node schema.mjs FOLDER-WITH-NODE_MODULES FOLDER-WITH-RENDERINGS
//
// The package's validators know types, required fields and formats, but let unknown fields pass, as would a typo. Its
// TypeScript declarations name every field, so these are followed beside.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, renderings] = process.argv.slice(2);

// Python reads YAML here as everywhere in our tests.
const toJson = `
import json, pathlib, sys, yaml
for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.yaml")):
    for each in yaml.safe_load_all(path.read_text()):
        if each: print(json.dumps([path.stem, each]))
`;
const lines = execFileSync("python3", ["-c", toJson, renderings], { encoding: "utf8", maxBuffer: 1 << 28 });

const declarations = new Map();

// Field name to the text of its type, for the members of an interface or of a type that is written out in place.
function members(body) {
  const indent = body.match(/^ */)[0];
  const field = new RegExp(`^${indent}"([^"]+)"\\??: ([^]*?);$(?=\\n${indent}"|\\n*$(?![^]))`, "gm");
  return new Map([...body.matchAll(field)].map(([, name, type]) => [name, type]));
}

// What a declaration file is about: its fields and its imports. A quantity or a time has no fields.
function declared(file) {
  if (!declarations.has(file)) {
    const text = readFileSync(file, "utf8").replace(/^ *\/\*\*[^]*?\*\/\n/gm, "");
    const imports = new Map();
    for (const [, names, from] of text.matchAll(/^import \{ ([^}]+) \} from "([^"]+)";/gm)) {
      for (const name of names.split(", ")) imports.set(name, from);
    }
    const body = text.match(/^export interface [^{]+\{\n([^]*?)\n\}/m)?.[1];
    declarations.set(file, { imports, fields: body === undefined ? null : members(body) });
  }
  return declarations.get(file);
}

function locate(from, base) {
  if (from.startsWith(".")) return join(dirname(base), from.replace(/\.js$/, ".d.ts"));
  return join(modules, "node_modules", `${from}.d.ts`);
}

// Fields that no declaration has.
function* unknown(value, file, path, fields = declared(file).fields) {
  if (value === null || typeof value !== "object" || fields === null) return;
  for (const [name, below] of Object.entries(value)) {
    const here = `${path}.${name}`;
    const type = fields.get(name);
    if (type === undefined) {
      yield here;
      continue;
    }
    const each = Array.isArray(below) ? below.map((item, index) => [item, `${here}[${index}]`]) : [[below, here]];
    const model = type.match(/^(?:Array<)?(IIo\w+)/)?.[1];
    const inPlace = type.match(/^(?:Array<)?\{\n( *"[^]*)\n *\}/)?.[1];
    for (const [item, where] of each) {
      if (model !== undefined) yield* unknown(item, locate(declared(file).imports.get(model), file), where);
      else if (inPlace !== undefined) yield* unknown(item, file, where, members(inPlace));
    }
  }
}

let failed = 0;
let count = 0;
for (const line of lines.trim().split("\n")) {
  const [rendering, object] = JSON.parse(line);
  const where = `${rendering}: ${object.kind} ${object.metadata.name}`;
  const folder = join(modules, "node_modules/kubernetes-models", object.apiVersion);
  const file = join(folder, `${object.kind}.d.ts`);
  count += 1;
  if (!existsSync(file)) {
    console.log(`${where}: Kubernetes has no ${object.apiVersion}/${object.kind}`);
    failed += 1;
    continue;
  }
  const { [object.kind]: Model } = await import(pathToFileURL(file.replace(/\.d\.ts$/, ".js")));
  try {
    new Model(object).validate();
  } catch (error) {
    console.log(`${where}: ${error.message}`);
    failed += 1;
  }
  for (const path of unknown(object, file, "")) {
    console.log(`${where}: no such field: ${path.slice(1)}`);
    failed += 1;
  }
}
console.log(`${count} objects`);
process.exitCode = failed === 0 && count > 0 ? 0 : 1;
