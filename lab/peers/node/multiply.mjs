// The micro tests: many calls of multiply(2, 3).

import { Guest } from "./guest.mjs";
import { measure } from "./measure.mjs";

export const keys = ["module", "abi", "memory", "cached", "arguments", "owned", "compile", "calls"];

// Two i32 take as much in a C struct and in bincode.
const sizeOfPair = 8;

export function run(request) {
  const bytes = request.module();
  const prepare = preparation(request);
  if (request.oneOf("compile", "out", "in") === "in") {
    return measure(request, () => prepare(new Guest(bytes))());
  }
  return measure(request, prepare(new Guest(bytes)));
}

/** What makes the loop of all calls of a run for a guest. */
function preparation(request) {
  const abi = request.oneOf("abi", "pair", "bincode", "struct");
  const isStatic = request.oneOf("memory", "dynamic", "static") === "static";
  const isCached = request.isTrue("cached");
  const isPreloaded = request.oneOf("arguments", "hotload", "preload") === "preload";
  const isOwned = request.isTrue("owned");
  const calls = request.number("calls", 100_000);
  if (abi !== "pair") {
    return (guest) => throughBuffer(guest, `multiply_${abi}`, isStatic, isCached, calls);
  }
  if (isOwned) {
    return (guest) => owned(new Owner(guest), isPreloaded, calls);
  }
  return (guest) => (isCached ? cached : lookedUp)(guest, isPreloaded, calls);
}

// The loops are written out: a common one would call through a closure that V8 sees with several targets.

function lookedUp(guest, isPreloaded, calls) {
  if (isPreloaded) {
    return () => {
      const pair = [2, 3];
      let sum = 0;
      for (let i = 0; i < calls; i++) {
        sum += guest.export("multiply")(...pair);
      }
      return sum;
    };
  }
  return () => {
    let sum = 0;
    for (let i = 0; i < calls; i++) {
      sum += guest.export("multiply")(2, 3);
    }
    return sum;
  };
}

function cached(guest, isPreloaded, calls) {
  const multiply = guest.export("multiply");
  if (isPreloaded) {
    return () => {
      const pair = [2, 3];
      let sum = 0;
      for (let i = 0; i < calls; i++) {
        sum += multiply(...pair);
      }
      return sum;
    };
  }
  return () => {
    let sum = 0;
    for (let i = 0; i < calls; i++) {
      sum += multiply(2, 3);
    }
    return sum;
  };
}

/** What the experiment calls the object that owns instance and function. */
class Owner {
  constructor(guest) {
    this.guest = guest;
    this.function = guest.export("multiply");
  }

  multiply(x, y) {
    return this.function(x, y);
  }
}

function owned(owner, isPreloaded, calls) {
  if (isPreloaded) {
    return () => {
      const pair = [2, 3];
      let sum = 0;
      for (let i = 0; i < calls; i++) {
        sum += owner.multiply(...pair);
      }
      return sum;
    };
  }
  return () => {
    let sum = 0;
    for (let i = 0; i < calls; i++) {
      sum += owner.multiply(2, 3);
    }
    return sum;
  };
}

function throughBuffer(guest, name, isStatic, isCached, calls) {
  const write = (view, address, pair) => {
    view.setInt32(address, pair.x, true);
    view.setInt32(address + 4, pair.y, true);
  };
  return () => {
    const send = guest.sender(name, sizeOfPair, isStatic, isCached, write);
    let sum = 0;
    for (let i = 0; i < calls; i++) {
      sum += send({ x: 2, y: 3 });
    }
    return sum;
  };
}
