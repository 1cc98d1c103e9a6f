// Encodings of a list of numbers below 2^32. Each gives a part of a scratch buffer, good until the next encoding.

let scratch = new Uint8Array(64);
let view = new DataView(scratch.buffer);

function needs(length) {
  if (scratch.length < length) {
    scratch = new Uint8Array(2 * length);
    view = new DataView(scratch.buffer);
  }
}

/** The length in 64 bits, then the values. */
function bincode(numbers) {
  const length = 8 + 4 * numbers.length;
  needs(length);
  view.setUint32(0, numbers.length, true);
  view.setUint32(4, 0, true);
  for (let i = 0; i < numbers.length; i++) {
    view.setUint32(8 + 4 * i, numbers[i], true);
  }
  return scratch.subarray(0, length);
}

/** Each number in its shortest form. */
function msgpack(numbers) {
  needs(5 + 5 * numbers.length);
  let end = msgpackLength(numbers.length);
  for (let i = 0; i < numbers.length; i++) {
    const number = numbers[i];
    if (number < 0x80) {
      scratch[end++] = number;
    } else if (number < 0x100) {
      scratch[end++] = 0xcc;
      scratch[end++] = number;
    } else if (number < 0x10000) {
      scratch[end++] = 0xcd;
      view.setUint16(end, number);
      end += 2;
    } else {
      scratch[end++] = 0xce;
      view.setUint32(end, number);
      end += 4;
    }
  }
  return scratch.subarray(0, end);
}

function msgpackLength(length) {
  if (length < 0x10) {
    scratch[0] = 0x90 | length;
    return 1;
  }
  if (length < 0x10000) {
    scratch[0] = 0xdc;
    view.setUint16(1, length);
    return 3;
  }
  scratch[0] = 0xdd;
  view.setUint32(1, length);
  return 5;
}

const utf8 = new TextEncoder();

function json(numbers) {
  return utf8.encode(JSON.stringify(numbers));
}

/** A message whose field 1 is the list, packed. An empty list is no field at all. */
function protobuf(numbers) {
  if (numbers.length === 0) {
    return scratch.subarray(0, 0);
  }
  let length = 0;
  for (let i = 0; i < numbers.length; i++) {
    length += varintLength(numbers[i]);
  }
  needs(1 + 5 + length);
  const field1WithLength = (1 << 3) | 2;
  scratch[0] = field1WithLength;
  let end = varint(1, length);
  for (let i = 0; i < numbers.length; i++) {
    end = varint(end, numbers[i]);
  }
  return scratch.subarray(0, end);
}

function varintLength(number) {
  let length = 1;
  for (let rest = number >>> 7; rest !== 0; rest >>>= 7) {
    length++;
  }
  return length;
}

/** Writes a number and gives where the next one goes. */
function varint(start, number) {
  let end = start;
  let rest = number;
  for (; rest >= 0x80; rest >>>= 7) {
    scratch[end++] = (rest & 0x7f) | 0x80;
  }
  scratch[end++] = rest;
  return end;
}

export const encoders = { bincode, msgpack, json, protobuf };
