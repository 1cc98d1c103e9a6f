// The sample plug-in in JavaScript: see guests/README.md for what each function does in every language.

const { host_reflect } = Host.getFunctions();

function count_vowels() {
  const vowels = Config.get("vowels") ?? "aeiouAEIOU";
  const count = [...Host.inputString()].filter((letter) => vowels.includes(letter)).length;
  const total = Number(Var.getString("total") ?? 0) + count;
  Var.set("total", String(total));
  Host.outputString(JSON.stringify({ count, total, vowels }));
}

function config_get() {
  const key = Host.inputString();
  const value = Config.get(key);
  if (value === null) throw new Error(`no config value for '${key}'`);
  Host.outputString(value);
}

function var_set() {
  const [, name, value] = /^([^=]*)=(.*)$/s.exec(Host.inputString()) ?? [];
  if (name === undefined) throw new Error("expected key=value");
  Var.set(name, value);
}

function var_get() {
  const name = Host.inputString();
  const value = Var.getString(name);
  if (value === null) throw new Error(`no variable '${name}'`);
  Host.outputString(value);
}

function http_get() {
  const response = Http.request({ method: "GET", url: Host.inputString() });
  Host.outputString(`${response.status} ${response.body}`);
}

function log_all() {
  const message = Host.inputString();
  console.trace("trace:", message);
  console.debug("debug:", message);
  console.info("info:", message);
  console.warn("warn:", message);
  console.error("error:", message);
}

function fail() {
  throw new Error(Host.inputString());
}

function reflect() {
  const answer = Memory.find(host_reflect(Memory.fromBuffer(Host.inputBytes()).offset));
  Host.outputBytes(answer.readBytes());
}

module.exports = { count_vowels, config_get, var_set, var_get, http_get, log_all, fail, reflect };
