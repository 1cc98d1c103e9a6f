// How a list gets into the guest, which adds it up.

import { encoders } from "./encode.mjs";
import { Guest } from "./guest.mjs";
import { measure } from "./measure.mjs";

export const keys = ["module", "abi", "memory", "bytes"];

export function run(request) {
  const abi = request.oneOf("abi", "struct", "bincode", "msgpack", "json", "protobuf", "bytes");
  const isStatic = request.oneOf("memory", "dynamic", "static") === "static";
  const numbers = numbersOf(request.number("bytes"));
  const guest = new Guest(request.module());
  const name = `sum_${abi}`;
  if (abi === "struct") {
    const send = guest.sender(name, 4 + 4 * numbers.length, isStatic, true, writeStruct);
    return measure(request, () => send(numbers));
  }
  const encode = abi === "bytes" ? once(raw(numbers)) : encoders[abi];
  const send = guest.sender(name, encode(numbers).length, isStatic, true, (view, address, message) => {
    new Uint8Array(view.buffer, address, message.length).set(message);
  });
  return measure(request, () => send(encode(numbers)));
}

/**
 * The list that every contender sends for so many bytes. Its values are below 2^31, so that they are the same numbers with
 * a sign and without, and take from 1 to 5 bytes in encodings of variable length.
 */
function numbersOf(bytes) {
  return Array.from({ length: bytes >>> 2 }, (_, i) => Math.imul(i, 2_654_435_761) >>> (1 + 8 * (i % 4)));
}

/** Puts the count and the values straight into the guest's memory. */
function writeStruct(view, address, numbers) {
  view.setUint32(address, numbers.length, true);
  for (let i = 0; i < numbers.length; i++) {
    view.setUint32(address + 4 + 4 * i, numbers[i], true);
  }
}

/** The values alone. */
function raw(numbers) {
  const bytes = new Uint8Array(4 * numbers.length);
  const view = new DataView(bytes.buffer);
  numbers.forEach((number, i) => view.setUint32(4 * i, number, true));
  return bytes;
}

function once(bytes) {
  return () => bytes;
}
