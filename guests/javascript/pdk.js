// What a plug-in written in JavaScript sees of its host, under the names of Extism's JavaScript PDK. `env` holds the
// host's functions as they are, and copies of whole blocks; engine.c makes it.

class Memory {
  constructor(offset) {
    this.offset = offset;
  }

  static find(offset) {
    return new Memory(offset);
  }

  static fromString(text) {
    return new Memory(env.store(text));
  }

  static fromBuffer(bytes) {
    return new Memory(env.store(bytes));
  }

  get length() {
    return env.length(this.offset);
  }

  readString() {
    return env.text(this.offset);
  }

  readBytes() {
    return env.bytes(this.offset);
  }

  free() {
    env.free(this.offset);
  }
}

// A block that the host made for us, as text; null for none.
function taken(offset) {
  if (offset === 0) return null;
  const text = env.text(offset);
  env.free(offset);
  return text;
}

function output(value) {
  const block = env.store(value);
  env.output_set(block, env.length(block));
}

const Host = {
  inputString: () => env.input_text(),
  inputBytes: () => env.input_bytes(),
  outputString: output,
  outputBytes: output,
  getFunctions: () => env.user,
};

const Config = {
  get: (key) => taken(env.config_get(env.store(key))),
};

const Var = {
  set: (name, value) => env.var_set(env.store(name), env.store(value)),
  getString: (name) => taken(env.var_get(env.store(name))),
};

const Http = {
  request(request, body) {
    const answer = env.http_request(env.store(JSON.stringify(request)), body === undefined ? 0 : env.store(body));
    return { body: taken(answer) ?? "", status: env.http_status_code() };
  },
};

const logger = (log) => (...values) => log(env.store(values.join(" ")));

const console = {
  trace: logger(env.log_trace),
  debug: logger(env.log_debug),
  log: logger(env.log_info),
  info: logger(env.log_info),
  warn: logger(env.log_warn),
  error: logger(env.log_error),
};

Object.assign(globalThis, { Memory, Host, Config, Var, Http, console, module: { exports: {} } });
