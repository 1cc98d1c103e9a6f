// An instance of a module that imports nothing but WASI, if that, and the buffers that such a guest gives out.

import { WASI } from "node:wasi";

export class Guest {
  constructor(bytes) {
    const module = new WebAssembly.Module(bytes);
    const wasi = WebAssembly.Module.imports(module).length > 0 ? new WASI({ version: "preview1" }) : undefined;
    this.instance = new WebAssembly.Instance(module, wasi?.getImportObject());
    if (wasi !== undefined) {
      wasi.initialize(this.instance);
    } else {
      this.export("_initialize")?.();
    }
  }

  /** Looks an export up. */
  export(name) {
    return this.instance.exports[name];
  }

  /** The address of the guest's one buffer, which is made so large. */
  staticBuffer(length) {
    let buffer = this.export("wasm_get_buffer")();
    if (BigInt.asUintN(32, buffer) < length) {
      buffer = this.export("wasm_grow_buffer")(length);
    }
    return addressOf(buffer);
  }

  /**
   * Sends messages of a length to a function, through a static buffer or one a call. Each message is put in place by
   * write(view, address, message).
   */
  sender(name, length, isStatic, isCached, write) {
    if (this.export(name) === undefined) {
      throw new Error(`there is no export "${name}"`);
    }
    const view = viewOf();
    if (isCached) {
      const exports = this.#exports(name);
      const { memory, prepare, call } = exports;
      if (isStatic) {
        const address = this.staticBuffer(length);
        return (message) => {
          write(view(memory), address, message);
          return call(address, length);
        };
      }
      return (message) => {
        const address = addressOf(prepare(length));
        write(view(memory), address, message);
        return call(address, length);
      };
    }
    if (isStatic) {
      const address = this.staticBuffer(length);
      return (message) => {
        const exports = this.instance.exports;
        write(view(exports.memory), address, message);
        return exports[name](address, length);
      };
    }
    return (message) => {
      const exports = this.instance.exports;
      const address = addressOf(exports.wasm_prepare_buffer(length));
      write(view(exports.memory), address, message);
      return exports[name](address, length);
    };
  }

  #exports(name) {
    return { memory: this.export("memory"), prepare: this.export("wasm_prepare_buffer"), call: this.export(name) };
  }
}

function addressOf(buffer) {
  return Number(BigInt.asUintN(32, buffer >> 32n));
}

/** Gives a view of a memory, and a new one only when the memory has grown: the old one's buffer is detached then. */
function viewOf() {
  let buffer;
  let view;
  return (memory) => {
    if (memory.buffer !== buffer) {
      buffer = memory.buffer;
      view = new DataView(buffer);
    }
    return view;
  };
}
