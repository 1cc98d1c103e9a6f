// What a guest written in AssemblyScript needs to be called through a Java interface: see pdk/rust/README.md for the
// contract. The entry file exports the buffers and its own functions:
//
//     export { wasm_prepare_buffer, wasm_get_buffer, wasm_grow_buffer } from "./mortise";
//     import { Reader, take } from "./mortise";
//
//     export function multiply(x: i32, y: i32): i32 { return x * y; }
//
//     @unmanaged class Factors { x: i32; y: i32; }
//
//     export function multiply_struct(pointer: usize, length: i32): i32 {
//       const factors = take<Factors>(pointer, length);
//       return factors.x * factors.y;
//     }
//
//     export function multiply_bincode(pointer: usize, length: i32): i32 {
//       const reader = new Reader(pointer, length);
//       const x = reader.get<i32>(), y = reader.get<i32>();
//       reader.end();
//       return x * y;
//     }
//
// Whatever the host does wrong (a pointer that is no buffer's, a wrong length, bytes that are no such value) is a trap.

/** A buffer for the arguments of one call; the bytes follow it. */
@unmanaged
class Block {
  next: usize;
  length: u32;
  capacity: u32;
  /** Keeps the bytes aligned to 16, as the allocator has the block. */
  unused: u32;
}

// The blocks given out and not yet read, the newest first; and one whose call is over, for the next.
let prepared: usize = 0;
let spare: usize = 0;

// The buffer that stays, and the one that results are written to.
let fixed: usize = 0;
let fixedCapacity: u32 = 0;
let result: usize = 0;
let resultCapacity: u32 = 0;

const FIXED: u32 = 4096;
const LEAST: u32 = 64;
const LARGEST_SPARE: u32 = 65536;
const LARGEST: u32 = 0x3fffffff;
const HEADER: usize = 16;

/** Ends the call with a trap unless the condition holds. */
// @ts-ignore: decorator
@inline
export function require(condition: bool): void {
  if (!condition) unreachable();
}

// @ts-ignore: decorator
@inline
function place(start: usize, length: u32): u64 {
  return ((start as u64) << 32) | (length as u64);
}

export function wasm_prepare_buffer(size: u32): u64 {
  let start = spare;
  spare = 0;
  if (start == 0 || changetype<Block>(start).capacity < size) {
    if (start != 0) heap.free(start);
    const capacity = max(size, LEAST);
    require(capacity <= LARGEST);
    start = heap.alloc(HEADER + capacity);
    changetype<Block>(start).capacity = capacity;
  }
  const block = changetype<Block>(start);
  block.length = size;
  block.next = prepared;
  prepared = start;
  return place(start + HEADER, size);
}

export function wasm_grow_buffer(size: u32): u64 {
  if (fixed == 0 || fixedCapacity < size) {
    require(size <= LARGEST);
    let capacity = FIXED;
    while (capacity < size) capacity *= 2;
    const start = heap.alloc(capacity);
    if (fixed != 0) heap.free(fixed);
    fixed = start;
    fixedCapacity = capacity;
  }
  return place(fixed, fixedCapacity);
}

export function wasm_get_buffer(): u64 {
  return wasm_grow_buffer(FIXED);
}

/** The arguments of a call are there, and stay until they are given to {@link release}. */
export function acquire(pointer: usize, length: u32): void {
  if (pointer != 0 && pointer == fixed) {
    require(length <= fixedCapacity);
    return;
  }
  let block = prepared;
  while (block != 0 && block + HEADER != pointer) block = changetype<Block>(block).next;
  require(block != 0 && length <= changetype<Block>(block).length);
}

/** Frees the arguments, unless they lie in the buffer that stays. */
export function release(pointer: usize): void {
  let before: usize = 0;
  let start = prepared;
  while (start != 0 && start + HEADER != pointer) {
    before = start;
    start = changetype<Block>(start).next;
  }
  if (start == 0) return;
  const block = changetype<Block>(start);
  if (before == 0) prepared = block.next;
  else changetype<Block>(before).next = block.next;
  if (block.capacity > LARGEST_SPARE) {
    heap.free(start);
  } else {
    if (spare != 0) heap.free(spare);
    spare = start;
  }
}

/** The size of a class as C has it: rounded up to the alignment, which is that of its largest field. */
// @ts-ignore: decorator
@inline
function isSizeOf<T>(length: u32, alignment: u32): bool {
  const size: u32 = (offsetof<T>() + alignment - 1) & ~(alignment - 1);
  return length == size;
}

/**
 * The C struct ABI: the arguments as an unmanaged class, which has C's layout, of this alignment. They stay readable
 * until the next call into the guest; by then the host may have overwritten them.
 */
// @ts-ignore: decorator
@inline
export function take<T>(pointer: usize, length: u32, alignment: u32 = 4): T {
  require(isSizeOf<T>(length, alignment) && length <= LARGEST_SPARE);
  acquire(pointer, length);
  // The block becomes the spare one: nobody writes to it before it is given out again.
  release(pointer);
  return changetype<T>(pointer);
}

function resultRoom(used: u32, size: u32): usize {
  if (result == 0 || resultCapacity < size) {
    require(size <= LARGEST);
    resultCapacity = max(max(size, LEAST), min(used * 2, LARGEST));
    result = result == 0 ? heap.alloc(resultCapacity) : heap.realloc(result, resultCapacity);
  }
  return result;
}

/** Room for a result that is a struct, all zero: an unmanaged class of this alignment. */
// @ts-ignore: decorator
@inline
export function prepareResult<T>(alignment: u32 = 8): T {
  const size: u32 = (offsetof<T>() + alignment - 1) & ~(alignment - 1);
  const start = resultRoom(0, size);
  memory.fill(start, 0, size);
  return changetype<T>(start);
}

/** What a function returns whose result is the struct from {@link prepareResult}. */
// @ts-ignore: decorator
@inline
export function give<T>(struct: T, alignment: u32 = 8): u64 {
  return place(changetype<usize>(struct), (offsetof<T>() + alignment - 1) & ~(alignment - 1));
}

/**
 * Reads arguments in bincode 1: numbers little-endian, lengths as u64; an optional value has a byte 0 or 1 in front;
 * the constants of an enum are numbered as u32.
 */
export class Reader {
  private at: usize;
  private last: usize;

  constructor(private pointer: usize, length: u32) {
    acquire(pointer, length);
    this.at = pointer;
    this.last = pointer + length;
  }

  /** A number. */
  get<T>(): T {
    return load<T>(this.next(sizeof<T>()));
  }

  /** Also says whether an optional value follows. */
  getBool(): bool {
    const value = this.get<u8>();
    require(value <= 1);
    return value == 1;
  }

  /** The number of elements of a list whose elements have at least this size, 1 or more. */
  getCount(least: u32): i32 {
    const count = this.get<u64>();
    require(count <= ((this.last - this.at) as u64) / least);
    return count as i32;
  }

  getText(): string {
    const length = this.getCount(1) as u32;
    return String.UTF8.decodeUnsafe(this.next(length), length);
  }

  /** All must have been read; frees the arguments. */
  end(): void {
    require(this.at == this.last);
    release(this.pointer);
  }

  private next(length: usize): usize {
    require(length <= this.last - this.at);
    const start = this.at;
    this.at += length;
    return start;
  }
}

/** Writes a result in bincode 1. There is one result at a time. */
export class Writer {
  private length: u32 = 0;

  /** A number. */
  put<T>(value: T): void {
    store<T>(this.room(sizeof<T>() as u32), value);
  }

  /** Also says whether an optional value follows. */
  putBool(value: bool): void {
    this.put<u8>(value ? 1 : 0);
  }

  putText(text: string): void {
    const length = String.UTF8.byteLength(text) as u32;
    this.put<u64>(length);
    String.UTF8.encodeUnsafe(changetype<usize>(text), text.length, this.room(length));
  }

  /** What a function returns that wrote its result. */
  finish(): u64 {
    return place(resultRoom(this.length, this.length), this.length);
  }

  private room(size: u32): usize {
    const used = this.length;
    require(size <= LARGEST - used);
    this.length += size;
    return resultRoom(used, this.length) + used;
  }
}
