"""Runs a WASI program once. The lab times the whole process; what is known here is where that time went."""

import os
import sys
from time import perf_counter_ns

from wasmtime import Config, Engine, ExitTrap, Linker, Module, Store, WasiConfig

KEYS = ("module", "iterations", "cache")


def run(request):
    iterations = request.text("iterations")
    config = Config()
    if request.one_of("cache", "off", "on") == "on":
        config.cache = cache_settings()

    laps = [perf_counter_ns()]
    wasm = request.module()
    laps.append(perf_counter_ns())
    engine = Engine(config)
    module = Module(engine, wasm)
    laps.append(perf_counter_ns())
    wasi = WasiConfig()
    wasi.argv = ["ffi", iterations]
    wasi.inherit_stdin()
    wasi.inherit_stdout()
    wasi.inherit_stderr()
    store = Store(engine)
    store.set_wasi(wasi)
    linker = Linker(engine)
    linker.define_wasi()
    start = linker.instantiate(store, module).exports(store)["_start"]
    laps.append(perf_counter_ns())
    try:
        start(store)
    except ExitTrap as exit:
        if exit.code != 0:
            raise
    laps.append(perf_counter_ns())
    lengths = (end - begin for begin, end in zip(laps, laps[1:]))
    return {"split": dict(zip(("load", "compile", "instantiate", "run"), lengths))}


def cache_settings():
    """The file that tells Wasmtime where to keep compiled code: beside the virtual environment that this runs in."""
    folder = os.path.join(os.path.dirname(sys.prefix), "cache")
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, "wasmtime.toml")
    with open(path, "w") as file:
        file.write(f"[cache]\ndirectory = '{os.path.join(folder, 'code')}'\n")
    return path
