// The same functions under each ABI: see guests/README.md.

export { wasm_prepare_buffer, wasm_get_buffer, wasm_grow_buffer } from "../../pdk/assemblyscript/mortise";
import { Reader, Writer, give, prepareResult, require, take } from "../../pdk/assemblyscript/mortise";

export function multiply(x: i32, y: i32): i32 {
  return x * y;
}

@unmanaged
class Factors {
  x: i32;
  y: i32;
}

export function multiply_struct(pointer: usize, length: u32): i32 {
  const factors = take<Factors>(pointer, length);
  return factors.x * factors.y;
}

export function multiply_bincode(pointer: usize, length: u32): i32 {
  const reader = new Reader(pointer, length);
  const x = reader.get<i32>();
  const y = reader.get<i32>();
  reader.end();
  return x * y;
}

// Records with a nested one, texts, a list, optional values.

class Item {
  constructor(public name: string, public count: i32, public cents: i64) {}

  static read(reader: Reader): Item {
    const name = reader.getText();
    const count = reader.get<i32>();
    return new Item(name, count, reader.get<i64>());
  }

  write(writer: Writer): void {
    writer.putText(this.name);
    writer.put<i32>(this.count);
    writer.put<i64>(this.cents);
  }
}

export function receipt_bincode(pointer: usize, length: u32): u64 {
  const reader = new Reader(pointer, length);
  const number = reader.get<i64>();
  const name = reader.getText();
  const email: string | null = reader.getBool() ? reader.getText() : null;
  const kind = reader.getBool() ? "regular" : "new";
  let count = 0;
  let sum: i64 = 0;
  let dearest: Item | null = null;
  for (let left = reader.getCount(20); left > 0; left--) {
    const item = Item.read(reader);
    count += item.count;
    sum += (item.count as i64) * item.cents;
    if (dearest === null || item.cents > dearest.cents) dearest = item;
  }
  const discount = reader.getBool() ? reader.get<f64>() : 0;
  reader.end();

  const to = email === null ? name : `${name} <${email}>`;
  const writer = new Writer();
  writer.put<i64>(number);
  writer.putText(`order ${number} of the ${kind} customer ${to}`);
  writer.put<i32>(count);
  writer.put<i64>(Math.floor((sum as f64) * (1 - discount)) as i64);
  writer.putBool(dearest !== null);
  if (dearest !== null) dearest.write(writer);
  return writer.finish();
}

// Structs. A class has no arrays and no structs in it: their fields stand in its place.

/** A polygon with at most four corners. */
@unmanaged
class Shape {
  /** Ten bytes of text. */
  name0: u64;
  name8: u16;
  closed: u8;
  count: i32;
  corner0: f64;
  corner1: f64;
  corner2: f64;
  corner3: f64;
  corner4: f64;
  corner5: f64;
  corner6: f64;
  corner7: f64;
  scale: f32;
  id: i64;

  x(corner: i32): f64 {
    return load<f64>(changetype<usize>(this) + (corner << 4), offsetof<Shape>("corner0"));
  }

  y(corner: i32): f64 {
    return load<f64>(changetype<usize>(this) + (corner << 4), offsetof<Shape>("corner1"));
  }

  distance(a: i32, b: i32): f64 {
    return Math.hypot(this.x(a) - this.x(b), this.y(a) - this.y(b));
  }
}

@unmanaged
class Outline {
  id: i64;
  x: f64;
  y: f64;
  length: f64;
  /** The first of 32 bytes of text. */
  label0: u64;
  label8: u64;
  label16: u64;
  label24: u64;
}

/** The outline's length, the mean of its corners, and a label. */
export function outline(pointer: usize, length: u32): u64 {
  const shape = take<Shape>(pointer, length, 8);
  require(shape.count >= 1 && shape.count <= 4 && shape.closed <= 1);
  const result = prepareResult<Outline>();
  result.id = shape.id;
  for (let i = 0; i < shape.count; i++) {
    result.x += shape.x(i);
    result.y += shape.y(i);
    if (i > 0) result.length += shape.distance(i - 1, i);
  }
  if (shape.closed) result.length += shape.distance(shape.count - 1, 0);
  result.x = (result.x / shape.count) * shape.scale;
  result.y = (result.y / shape.count) * shape.scale;
  result.length *= shape.scale;
  let end = 0;
  while (end < 10 && load<u8>(pointer + end) != 0) end++;
  const label = changetype<usize>(result) + offsetof<Outline>("label0");
  memory.copy(label, pointer, end);
  const rest = ` with ${shape.count} corners`;
  String.UTF8.encodeUnsafe(changetype<usize>(rest), rest.length, label + end);
  return give(result);
}

/** Instead of a message to a host that has none of AssemblyScript's functions. */
export function abort(message: usize, file: usize, line: u32, column: u32): void {
  unreachable();
}
