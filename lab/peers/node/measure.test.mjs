// node --test lab/peers/node

import assert from "node:assert/strict";
import { test } from "node:test";
import { WarmUp } from "./measure.mjs";

/** How long a warm-up of at least 100 takes, with batches of 10 that tell such times. */
function lengthWith(nanosAt) {
  const warmUp = new WarmUp(100, 0);
  let time = 0;
  while (!warmUp.isOver(time)) {
    time += 10;
    warmUp.add(nanosAt(time), time);
  }
  return time;
}

test("what does not get faster is warm after the least time", () => {
  assert.equal(lengthWith(() => 5), 100);
});

test("what gets faster is warmed up until it does not", () => {
  assert.equal(lengthWith((time) => 1000 / Math.min(time, 250)), 300);
});

test("what gets faster for ever is warm at some time", () => {
  assert.equal(lengthWith((time) => 1 / time), 500);
});
