// Runs a WASI program once. The lab times the whole process; what is known here is where that time went.

import { WASI } from "node:wasi";
import { NotPossible } from "./request.mjs";

export const keys = ["module", "iterations", "cache"];

export function run(request) {
  const iterations = request.text("iterations");
  if (request.oneOf("cache", "off", "on") === "on") {
    throw new NotPossible("Node keeps no compiled WebAssembly between processes");
  }
  const laps = [process.hrtime.bigint()];
  const lap = () => laps.push(process.hrtime.bigint());
  const bytes = request.module();
  lap();
  const module = new WebAssembly.Module(bytes);
  lap();
  const wasi = new WASI({ version: "preview1", args: ["ffi", iterations], returnOnExit: true });
  const instance = new WebAssembly.Instance(module, wasi.getImportObject());
  lap();
  const status = wasi.start(instance);
  lap();
  if (status !== undefined && status !== 0) {
    throw new Error(`the program ended with status ${status}`);
  }
  const [load, compile, instantiate, took] = laps.slice(1).map((end, i) => Number(end - laps[i]));
  return { split: { load, compile, instantiate, run: took } };
}
