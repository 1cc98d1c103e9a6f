// node --test lab/peers/node

import assert from "node:assert/strict";
import { test } from "node:test";
import { encoders } from "./encode.mjs";

const numbers = [0x7f, 0x80, 0x100, 0x10000];
const expected = {
  bincode: [4, 0, 0, 0, 0, 0, 0, 0, 0x7f, 0, 0, 0, 0x80, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0],
  msgpack: [0x94, 0x7f, 0xcc, 0x80, 0xcd, 1, 0, 0xce, 0, 1, 0, 0],
  json: [...new TextEncoder().encode("[127,128,256,65536]")],
  protobuf: [0x0a, 8, 0x7f, 0x80, 1, 0x80, 2, 0x80, 0x80, 4],
};

for (const [name, encode] of Object.entries(encoders)) {
  test(name, () => {
    encode(new Array(1000).fill(0x7fffffff));
    assert.deepEqual([...encode(numbers)], expected[name]);
  });
}

test("long lists in MessagePack", () => {
  const begins = { 15: [0x9f], 16: [0xdc, 0, 16], 65535: [0xdc, 0xff, 0xff], 65536: [0xdd, 0, 1, 0, 0] };
  for (const [length, begin] of Object.entries(begins)) {
    const encoded = encoders.msgpack(new Array(Number(length)).fill(0));
    assert.deepEqual([...encoded.subarray(0, encoded.length - length)], begin);
  }
});
