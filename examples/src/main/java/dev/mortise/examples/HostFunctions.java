package dev.mortise.examples;

import dev.mortise.plugin.CurrentPlugin;
import dev.mortise.plugin.HostFunction;
import dev.mortise.plugin.Plugin;
import java.lang.invoke.MethodHandles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Functions of the host that a plug-in may import: the way from a plug-in to whatever the host has. */
public final class HostFunctions {

    private static final Path REFLECT = Path.of("guests/rust/reflect.wasm");

    /** A signature of numbers: handles of the memory that host and plug-in share are {@code long}. */
    @FunctionalInterface
    private interface Reflect {
        long call(CurrentPlugin plugin, long input);
    }

    private HostFunctions() {}

    static void main() throws Exception {
        // Text in, text out. Make a function once: the JIT compiler inlines it into the plug-in's code.
        var shout = HostFunction.ofString("host_reflect", (caller, text) -> text.toUpperCase());
        call(shout, "a text");

        // The same with bytes.
        var reverse = HostFunction.ofBytes("host_reflect", (caller, bytes) -> reversed(bytes));
        call(reverse, "abc");

        // Any other signature, with the memory read and written by hand. The lookup is for an interface of one's own.
        var measure = HostFunction.of(MethodHandles.lookup(), "host_reflect", Reflect.class,
                (caller, input) -> caller.memoryWriteString(caller.memoryLength(input) + " bytes"));
        call(measure, "abc");

        // One function for all callers, which learns from the host's context on whose behalf it was called.
        var greet = HostFunction.ofString("host_reflect",
                (caller, text) -> text + ", " + caller.hostContext(String.class).orElse("stranger"));
        try (var plugin = Plugin.builder().hostFunction(greet).open(REFLECT)) {
            var hello = "Hello".getBytes(StandardCharsets.UTF_8);
            IO.println(new String(plugin.call("reflect", hello, "tenant 7"), StandardCharsets.UTF_8));
            IO.println(plugin.callString("reflect", "Hello"));
        }
    }

    private static void call(HostFunction function, String input) throws Exception {
        try (var plugin = Plugin.builder().hostFunction(function).open(REFLECT)) {
            IO.println(plugin.callString("reflect", input));
        }
    }

    private static byte[] reversed(byte[] bytes) {
        var result = new byte[bytes.length];
        for (var i = 0; i < bytes.length; i++) {
            result[i] = bytes[bytes.length - 1 - i];
        }
        return result;
    }
}
