// The sample plug-in in AssemblyScript: see guests/README.md for what each function does in every language. What
// Extism's PDK 1.0.0 has no class for (errors, HTTP, the trace level) is called as the host has it.

import { Config, Host, LogLevel, Memory, Var } from "@extism/as-pdk";
import { error_set, http_request, length } from "@extism/as-pdk/lib/env";

@external("extism:host/env", "http_status_code")
declare function http_status_code(): i32;

@external("extism:host/env", "log_trace")
declare function log_trace(message: u64): void;

@external("extism:host/user", "host_reflect")
declare function host_reflect(input: u64): u64;

export function count_vowels(): i32 {
  const text = Host.inputString();
  const configured = Config.get("vowels");
  const vowels = configured === null ? "aeiouAEIOU" : configured;
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    if (vowels.includes(text.charAt(i))) count++;
  }
  const before = Var.getString("total");
  const total = count + (before === null ? 0 : i32.parse(before));
  Var.set("total", utf8(total.toString()));
  return output(`{"count":${count},"total":${total},"vowels":${jsonString(vowels)}}`);
}

export function config_get(): i32 {
  const key = Host.inputString();
  const value = Config.get(key);
  return value === null ? error(`no config value for '${key}'`) : output(value);
}

export function var_set(): i32 {
  const assignment = Host.inputString();
  const equals = assignment.indexOf("=");
  if (equals < 0) return error("expected key=value");
  Var.set(assignment.substring(0, equals), utf8(assignment.substring(equals + 1)));
  return 0;
}

export function var_get(): i32 {
  const name = Host.inputString();
  const value = Var.getString(name);
  return value === null ? error(`no variable '${name}'`) : output(value);
}

export function http_get(): i32 {
  const request = Memory.allocateString(`{"method":"GET","url":${jsonString(Host.inputString())}}`);
  const body = take(http_request(request.offset, 0));
  return output(`${http_status_code()} ${String.UTF8.decode(body.buffer)}`);
}

export function log_all(): i32 {
  const message = Host.inputString();
  log_trace(Memory.allocateString("trace: " + message).offset);
  Host.log(LogLevel.Debug, "debug: " + message);
  Host.log(LogLevel.Info, "info: " + message);
  Host.log(LogLevel.Warn, "warn: " + message);
  Host.log(LogLevel.Error, "error: " + message);
  return 0;
}

export function fail(): i32 {
  return error(Host.inputString());
}

export function reflect(): i32 {
  Host.output(take(host_reflect(Memory.allocateBytes(Host.input()).offset)));
  return 0;
}

// The PDK's own outputString takes the number of UTF-16 units for the number of bytes.
function output(text: string): i32 {
  Host.output(utf8(text));
  return 0;
}

// A text as a string of JSON, with its quotes.
function jsonString(text: string): string {
  let json = '"';
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x20) {
      json += (unit < 0x10 ? "\\u000" : "\\u00") + unit.toString(16);
    } else {
      if (unit == 0x22 || unit == 0x5c) json += "\\";
      json += text.charAt(i);
    }
  }
  return json + '"';
}

function error(message: string): i32 {
  error_set(Memory.allocateString(message).offset);
  return 1;
}

function utf8(text: string): Uint8Array {
  return Uint8Array.wrap(String.UTF8.encode(text));
}

// Copies a block of the host and frees it; nothing for the block 0.
function take(offset: u64): Uint8Array {
  if (offset == 0) return new Uint8Array(0);
  const block = new Memory(offset, length(offset));
  const bytes = block.toUint8Array();
  block.free();
  return bytes;
}

// What the language does with an exception: the compiler is told to use it.
function abort(message: string | null, file: string | null, line: u32, column: u32): void {
  error(`${message === null ? "abort" : message} (line ${line}, column ${column})`);
  unreachable();
}
