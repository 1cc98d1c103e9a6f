// A whole simulation of a web cache, its policy in a guest.

import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { Guest } from "./guest.mjs";
import { measure } from "./measure.mjs";

export const keys = ["module", "policy", "abi", "memory", "cached", "trace", "bytes"];

// Of a record: its length, and where the size is. The id is at the beginning.
const layouts = { struct: { length: 16, sizeAt: 8 }, bincode: { length: 12, sizeAt: 4 } };

export function run(request) {
  const capacity = BigInt(request.number("bytes"));
  const { ids, sizes } = readTrace(request.text("trace"));
  const guest = new Guest(request.module());
  const simulation = simulationOf(guest, request, ids, sizes);
  return measure(request, () => {
    guest.export("init")(capacity);
    simulation();
    const statistics = guest.export("stats")();
    return `${BigInt.asUintN(32, statistics >> 32n)} ${BigInt.asUintN(32, statistics)}`;
  });
}

function readTrace(path) {
  const lines = gunzipSync(readFileSync(path)).toString("latin1").trimEnd().split("\n");
  const ids = new Int32Array(lines.length);
  const sizes = new BigInt64Array(lines.length);
  lines.forEach((line, i) => {
    const [id, size] = line.trim().split(/\s+/);
    ids[i] = Number(id);
    sizes[i] = BigInt(size);
  });
  return { ids, sizes };
}

/** What sends all requests. */
function simulationOf(guest, request, ids, sizes) {
  const abi = request.oneOf("abi", "direct", "struct", "bincode");
  const isStatic = request.oneOf("memory", "static", "dynamic") === "static";
  const isCached = request.isTrue("cached");
  if (abi !== "direct") {
    const { length, sizeAt } = layouts[abi];
    const send = guest.sender(`send_${abi}`, length, isStatic, isCached, (view, address, i) => {
      view.setInt32(address, ids[i], true);
      view.setBigInt64(address + sizeAt, sizes[i], true);
    });
    return () => {
      for (let i = 0; i < ids.length; i++) {
        send(i);
      }
    };
  }
  if (!isCached) {
    return () => {
      for (let i = 0; i < ids.length; i++) {
        guest.export("send")(ids[i], sizes[i]);
      }
    };
  }
  const send = guest.export("send");
  return () => {
    for (let i = 0; i < ids.length; i++) {
      send(ids[i], sizes[i]);
    }
  };
}
