"""An instance of a module that imports nothing but WASI, if that, and the buffers that such a guest gives out."""

from wasmtime import Engine, Instance, Linker, Module, Store, WasiConfig


class Guest:
    def __init__(self, wasm):
        engine = Engine()
        self.store = Store(engine)
        module = Module(engine, wasm)
        self.instance = self._with_wasi(module) if module.imports else Instance(self.store, module, [])
        if "_initialize" in self.instance.exports(self.store):
            self.call("_initialize")

    def _with_wasi(self, module):
        wasi = WasiConfig()
        wasi.inherit_stdout()
        wasi.inherit_stderr()
        self.store.set_wasi(wasi)
        linker = Linker(self.store.engine)
        linker.define_wasi()
        return linker.instantiate(self.store, module)

    def export(self, name):
        """Looks an export up."""
        return self.instance.exports(self.store)[name]

    def call(self, name, *arguments):
        return self.export(name)(self.store, *arguments)

    def static_buffer(self, length):
        """The address of the guest's one buffer, which is made so large."""
        buffer = self.call("wasm_get_buffer")
        if buffer & 0xFFFF_FFFF < length:
            buffer = self.call("wasm_grow_buffer", length)
        return buffer_address(buffer)

    def sender(self, function, length, is_static, is_cached):
        """Sends bytes of this length to a function, through a static buffer or one a call."""
        store = self.store
        if is_static:
            address = self.static_buffer(length)
            if not is_cached:

                def send(message):
                    self.export("memory").write(store, message, address)
                    return self.export(function)(store, address, length)

                return send
            call, memory = self.export(function), self.export("memory")

            def send(message):
                memory.write(store, message, address)
                return call(store, address, length)

            return send
        if not is_cached:

            def send(message):
                address = buffer_address(self.export("wasm_prepare_buffer")(store, length))
                self.export("memory").write(store, message, address)
                return self.export(function)(store, address, length)

            return send
        call, memory, prepare = self.export(function), self.export("memory"), self.export("wasm_prepare_buffer")

        def send(message):
            address = buffer_address(prepare(store, length))
            memory.write(store, message, address)
            return call(store, address, length)

        return send


def buffer_address(buffer):
    """wasmtime-py has no unsigned numbers: the upper 32 bits are an address, whatever their sign."""
    return buffer >> 32 & 0xFFFF_FFFF
