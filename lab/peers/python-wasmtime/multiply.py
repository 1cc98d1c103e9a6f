"""The micro tests: many calls of multiply(2, 3)."""

from struct import Struct

from guest import Guest
from measure import measure

KEYS = ("module", "abi", "memory", "cached", "arguments", "owned", "compile", "calls")

# Two i32, in a C struct and in bincode alike.
PAIR = Struct("<ii")


def run(request):
    wasm = request.module()
    prepare = preparation(request)
    if request.one_of("compile", "out", "in") == "in":
        return measure(request, lambda: prepare(Guest(wasm))())
    return measure(request, prepare(Guest(wasm)))


def preparation(request):
    """What makes the loop of all calls of a run for a guest."""
    abi = request.one_of("abi", "pair", "bincode", "struct")
    is_static = request.one_of("memory", "dynamic", "static") == "static"
    is_cached = request.is_true("cached")
    is_preloaded = request.one_of("arguments", "hotload", "preload") == "preload"
    is_owned = request.is_true("owned")
    calls = request.number("calls", 100_000)
    if abi != "pair":
        return lambda guest: through_buffer(guest, f"multiply_{abi}", is_static, is_cached, calls)
    if is_owned:
        return lambda guest: owned(Owner(guest), is_preloaded, calls)
    if is_cached:
        return lambda guest: cached(guest, is_preloaded, calls)
    return lambda guest: looked_up(guest, is_preloaded, calls)


def looked_up(guest, is_preloaded, calls):
    store = guest.store

    def hot():
        total = 0
        for _ in range(calls):
            total += guest.export("multiply")(store, 2, 3)
        return total

    def preloaded():
        arguments = (2, 3)
        total = 0
        for _ in range(calls):
            total += guest.export("multiply")(store, *arguments)
        return total

    return preloaded if is_preloaded else hot


def cached(guest, is_preloaded, calls):
    store = guest.store
    multiply = guest.export("multiply")

    def hot():
        total = 0
        for _ in range(calls):
            total += multiply(store, 2, 3)
        return total

    def preloaded():
        arguments = (2, 3)
        total = 0
        for _ in range(calls):
            total += multiply(store, *arguments)
        return total

    return preloaded if is_preloaded else hot


class Owner:
    """What the experiment calls the object that owns instance and function."""

    def __init__(self, guest):
        self._guest = guest
        self._function = guest.export("multiply")

    def multiply(self, x, y):
        return self._function(self._guest.store, x, y)


def owned(owner, is_preloaded, calls):
    def hot():
        total = 0
        for _ in range(calls):
            total += owner.multiply(2, 3)
        return total

    def preloaded():
        arguments = (2, 3)
        total = 0
        for _ in range(calls):
            total += owner.multiply(*arguments)
        return total

    return preloaded if is_preloaded else hot


def through_buffer(guest, function, is_static, is_cached, calls):
    pack = PAIR.pack

    def loop():
        send = guest.sender(function, PAIR.size, is_static, is_cached)
        total = 0
        for _ in range(calls):
            total += send(pack(2, 3))
        return total

    return loop
