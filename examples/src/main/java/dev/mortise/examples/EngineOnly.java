package dev.mortise.examples;

import dev.mortise.wasm.HostFunction;
import dev.mortise.wasm.Imports;
import dev.mortise.wasm.Module;
import dev.mortise.wasm.text.Wat;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;

/** The engine without the plug-in host: modules with functions of numbers, memory and imports. */
public final class EngineOnly {

    private EngineOnly() {}

    static void main() throws Exception {
        // As a functional interface a function of the guest costs what a Java method does.
        var multiply = Module.read(Path.of("guests/wat/multiply.wasm")).instantiate().function("multiply")
                .as(IntBinaryOperator.class);
        IO.println(multiply.applyAsInt(6, 7));

        var module = Module.parse("shop.wasm", Wat.toBinary("""
                (module
                  (import "shop" "discount" (func $discount (param i32) (result i32)))
                  (memory (export "memory") 1)
                  (data (i32.const 0) "price")
                  (func (export "price") (param $list i32) (result i32)
                    (i32.sub (local.get $list) (call $discount (local.get $list)))))
                """));
        IO.println(module.imports().getFirst());

        // A module is linked by what it imports: here a function of the host.
        var discount = HostFunction.of(IntUnaryOperator.class, price -> price / 10);
        var instance = module.instantiate(Imports.builder().function("shop", "discount", discount).build());

        // Without an interface arguments and results are boxed: for tools, not for hot calls.
        IO.println(instance.function("price").call(200)[0]);

        var bytes = new byte[5];
        instance.memory("memory").read(0, bytes, 0, bytes.length);
        IO.println(new String(bytes, StandardCharsets.US_ASCII));
    }
}
