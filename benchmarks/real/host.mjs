// Runs a program in Node: host.mjs [NAME=GUEST.wasm]... PROGRAM.wasm [ARGUMENT]...
// Each guest's exports are there for the ones behind it to import.
import { readFileSync } from "node:fs";
import { WASI } from "node:wasi";

const words = process.argv.slice(2);
const imports = {};
while (/^[-\w]+=/.test(words[0])) {
    const [name, file] = words.shift().split(/=(.*)/s);
    const wasi = new WASI({ version: "preview1" });
    const instance = await instantiate(file, wasi);
    // A guest may have neither a memory nor anything to initialise.
    if (instance.exports.memory && !instance.exports._start) {
        wasi.initialize(instance);
    }
    imports[name] = instance.exports;
}
const wasi = new WASI({ version: "preview1", args: ["program", ...words.slice(1)], returnOnExit: true });
// At once: Node 20 may crash when it puts a big instance away.
process.exit(wasi.start(await instantiate(words[0], wasi)));

async function instantiate(file, wasi) {
    const module = await WebAssembly.compile(readFileSync(file));
    return WebAssembly.instantiate(module, { ...imports, ...wasi.getImportObject() });
}
