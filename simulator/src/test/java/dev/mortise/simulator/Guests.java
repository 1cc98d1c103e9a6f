package dev.mortise.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mortise.wasm.Module;
import dev.mortise.wasm.text.Wat;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Policies in the text format. */
final class Guests {

    private Guests() {}

    /** A module of this text. */
    static Module module(String text) {
        return Module.parse(Wat.toBinary("policy.wat", text.getBytes(UTF_8)));
    }

    /** A policy of this text. */
    static PluginPolicy policy(String text) {
        return PluginPolicy.of("policy.wat", module(text));
    }

    /** The policy that evicts nothing. */
    static String keepEverything() {
        try (var in = Guests.class.getResourceAsStream("/keep-everything.wat")) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A policy that counts requests and does this in {@code send}. */
    static PluginPolicy sending(String instructions) {
        return policy("""
                (module
                  (memory (export "memory") 1)
                  (global $requests (mut i64) (i64.const 0))
                  (func (export "init") (param i64))
                  (func (export "send") (param i32 i64) (result i32)
                    (global.set $requests (i64.add (global.get $requests) (i64.const 1)))
                    %s)
                  (func (export "stats") (result i64) (i64.shl (global.get $requests) (i64.const 32))))
                """.formatted(instructions));
    }
}
