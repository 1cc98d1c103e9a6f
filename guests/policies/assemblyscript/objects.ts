// All objects ever seen, numbered in that order; the policies link them by these numbers. Common to all policies: an
// object keeps the size that it was first seen with; one larger than the cache bypasses it.

import { require } from "../../../pdk/assemblyscript/mortise";

export const NONE: u32 = 0xffffffff;

// What send returns.
export const MISS: i32 = 0;
export const HIT: i32 = 1;
export const BYPASS: i32 = 2;

/** An object, in an array of them. */
@unmanaged
export class Item {
  size: u64;
  cached: bool;
  /** Neighbours in a list; for Greedy-Dual-Size, `next` is the place in the heap. */
  previous: u32;
  next: u32;
  group: u32;
}

/** A list of objects. */
@unmanaged
export class List {
  first: u32;
  last: u32;

  clear(): void {
    this.first = this.last = NONE;
  }

  append(number: u32): void {
    const appended = item(number);
    appended.previous = this.last;
    appended.next = NONE;
    if (this.last == NONE) this.first = number;
    else item(this.last).next = number;
    this.last = number;
  }

  remove(number: u32): void {
    const removed = item(number);
    if (removed.previous == NONE) this.first = removed.next;
    else item(removed.previous).next = removed.next;
    if (removed.next == NONE) this.last = removed.previous;
    else item(removed.next).previous = removed.previous;
  }
}

let items: usize = 0;
let count: u32 = 0;
let room: u32 = 0;

// An open hash table: an object's number, plus 1, above its id; 0 is an empty slot. At most half of it is used.
let slots: usize = 0;
let mask: u32 = 0;
let shift: u32 = 0;

export let capacity: u64 = 0;
let used: u64 = 0;

// @ts-ignore: decorator
@inline
export function item(number: u32): Item {
  return changetype<Item>(items + (number as usize) * offsetof<Item>());
}

/** An array of raw memory made longer, or a new one. */
export function grown(start: usize, bytes: usize): usize {
  return start == 0 ? heap.alloc(bytes) : heap.realloc(start, bytes);
}

function makeSlots(bits: u32): void {
  const bytes = (1 as usize) << (bits + 3);
  slots = heap.alloc(bytes);
  memory.fill(slots, 0, bytes);
  mask = ((1 as u32) << bits) - 1;
  shift = 32 - bits;
}

/** 2^32 divided by the golden ratio: multiplication spreads neighbouring ids over the upper bits. */
// @ts-ignore: decorator
@inline
function home(id: u32): u32 {
  return (id * 0x9e3779b9) >> shift;
}

// @ts-ignore: decorator
@inline
function slotAt(slot: u32): usize {
  return slots + ((slot & mask) as usize) * 8;
}

/** Forgets everything; the cache is empty and has this many bytes. */
export function begin(bytes: u64): void {
  if (slots != 0) heap.free(slots);
  if (items != 0) heap.free(items);
  items = 0;
  count = room = 0;
  makeSlots(10);
  capacity = bytes;
  used = 0;
}

function growSlots(): void {
  const before = slots;
  const slotsBefore = mask + 1;
  makeSlots(33 - shift);
  for (let i: u32 = 0; i < slotsBefore; i++) {
    const entry = load<u64>(before + (i as usize) * 8);
    if (entry == 0) continue;
    let slot = home(entry as u32);
    while (load<u64>(slotAt(slot)) != 0) slot++;
    store<u64>(slotAt(slot), entry);
  }
  heap.free(before);
}

function add(id: u32, size: u64, slot: u32): u32 {
  if (count == room) {
    room = room == 0 ? 256 : room * 2;
    items = grown(items, (room as usize) * offsetof<Item>());
  }
  const number = count++;
  const added = item(number);
  added.size = size;
  added.cached = false;
  store<u64>(slotAt(slot), (((number + 1) as u64) << 32) | (id as u64));
  if (count * 2 > mask) growSlots();
  return number;
}

/** The number of an object, which is made if there is none. */
export function numberOf(id: i32, size: u64): u32 {
  require(slots != 0);
  let slot = home(id as u32);
  let entry = load<u64>(slotAt(slot));
  while (entry != 0 && (entry as u32) != (id as u32)) entry = load<u64>(slotAt(++slot));
  return entry == 0 ? add(id as u32, size, slot) : ((entry >> 32) as u32) - 1;
}

/** Whether an object of this size, which is not larger than the cache, fits beside the others. */
// @ts-ignore: decorator
@inline
export function fits(size: u64): bool {
  return used <= capacity - size;
}

/** Whether the cache holds more than it has room for. */
// @ts-ignore: decorator
@inline
export function isOverfull(): bool {
  return used > capacity;
}

/** Takes an object into the cache. */
// @ts-ignore: decorator
@inline
export function enter(entering: Item): void {
  entering.cached = true;
  used += entering.size;
}

/** Takes an object out of the cache. */
// @ts-ignore: decorator
@inline
export function evict(victim: Item): void {
  victim.cached = false;
  used -= victim.size;
}
