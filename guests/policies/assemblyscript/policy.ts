// What the simulator calls, under each ABI. The file of a policy exports all of it and tells use() what it does.

export {
  wasm_prepare_buffer,
  wasm_get_buffer,
  wasm_grow_buffer,
} from "../../../pdk/assemblyscript/mortise";
import { acquire, release, require, take } from "../../../pdk/assemblyscript/mortise";
import { BYPASS, HIT, MISS, begin, capacity, item, numberOf } from "./objects";

/** A cache that decides what it keeps. */
export abstract class Policy {
  /** All is forgotten: the cache is empty. */
  abstract clear(): void;

  /** An object of the cache was asked for. */
  abstract hit(number: u32): void;

  /** An object that is not larger than the cache comes in. */
  abstract insert(number: u32): void;
}

let policy: Policy | null = null;

/** Requests in the upper 32 bits, hits in the lower ones. */
let counted: u64 = 0;

export function use(used: Policy): void {
  policy = used;
}

export function init(bytes: u64): void {
  begin(bytes);
  policy!.clear();
  counted = 0;
}

export function stats(): u64 {
  return counted;
}

export function send(id: i32, size: u64): i32 {
  // There is no room for more.
  require(counted >> 32 != 0xffffffff);
  counted += (1 as u64) << 32;
  const number = numberOf(id, size);
  const asked = item(number);
  if (asked.cached) {
    counted++;
    policy!.hit(number);
    return HIT;
  }
  return asked.size > capacity ? BYPASS : insert(number);
}

function insert(number: u32): i32 {
  policy!.insert(number);
  return MISS;
}

/** A request as C lays it out: 16 bytes. */
@unmanaged
class Request {
  id: i32;
  size: u64;
}

export function send_struct(pointer: usize, length: u32): i32 {
  const request = take<Request>(pointer, length, 8);
  return send(request.id, request.size);
}

/** A request in bincode 1 is always the same 12 bytes: for them there need be no Reader, which is an object. */
export function send_bincode(pointer: usize, length: u32): i32 {
  require(length == 12);
  acquire(pointer, length);
  const id = load<i32>(pointer);
  const size = load<u64>(pointer, 4);
  release(pointer);
  return send(id, size);
}

/** What the compiler calls instead of an import where a program cannot go on. */
function abort(message: string | null, file: string | null, line: u32, column: u32): void {
  unreachable();
}
