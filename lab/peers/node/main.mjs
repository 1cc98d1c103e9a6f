// The lab's host in JavaScript with Node.

import { NotPossible, Request, UsageError } from "./request.mjs";

// Tasks are modules of the same names, of which a process loads the one that it needs.
const tasks = ["ffi", "multiply", "simulate", "transfer"];
const runtime = `Node ${process.versions.node}, V8 ${process.versions.v8}`;

async function run([name, ...words]) {
  if (name === undefined) {
    throw new UsageError("usage: main.mjs TASK key=value ..., or main.mjs --tasks");
  }
  if (name === "--tasks") {
    return { runtime, variants: { "": tasks } };
  }
  if (!tasks.includes(name)) {
    throw new NotPossible(`there is no task "${name}" here`);
  }
  const task = await import(`./${name}.mjs`);
  const result = await task.run(new Request(words, task.keys));
  return { runtime, unit: "ns", warmup: [], samples: [], check: "", ...result };
}

function exitCode(failure) {
  if (failure instanceof UsageError) {
    return 2;
  }
  return failure instanceof NotPossible ? 3 : 1;
}

try {
  console.log(JSON.stringify(await run(process.argv.slice(2))));
} catch (failure) {
  console.error(String(failure.message).split("\n", 1)[0]);
  process.exitCode = exitCode(failure);
}
