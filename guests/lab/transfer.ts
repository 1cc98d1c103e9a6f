// Sums of lists of any length: see guests/README.md. The lists are read where the host wrote them, but for bincode,
// which has the kit's reader.

export { wasm_prepare_buffer, wasm_get_buffer, wasm_grow_buffer } from "../../pdk/assemblyscript/mortise";
import { Reader, acquire, release, require } from "../../pdk/assemblyscript/mortise";

function sum(numbers: usize, count: u32): u32 {
  let total: u32 = 0;
  for (const end = numbers + (count << 2); numbers < end; numbers += 4) total += load<u32>(numbers);
  return total;
}

/** A struct of the count and the numbers. */
export function sum_struct(pointer: usize, length: u32): u32 {
  acquire(pointer, length);
  require(length >= 4);
  const count = load<u32>(pointer);
  require((length - 4) % 4 == 0 && (length - 4) / 4 == count);
  const total = sum(pointer + 4, count);
  release(pointer);
  return total;
}

export function sum_bincode(pointer: usize, length: u32): u32 {
  const reader = new Reader(pointer, length);
  let total: u32 = 0;
  for (let left = reader.getCount(4); left > 0; left--) total += reader.get<u32>();
  reader.end();
  return total;
}

export function sum_bytes(pointer: usize, length: u32): u32 {
  acquire(pointer, length);
  require(length % 4 == 0);
  const total = sum(pointer, length / 4);
  release(pointer);
  return total;
}

/** Instead of a message to a host that has none of AssemblyScript's functions. */
export function abort(message: usize, file: usize, line: u32, column: u32): void {
  unreachable();
}
