package dev.mortise.lab.host;

import java.io.IOException;
import java.util.List;

/** The experiment of Wasm in place of a foreign function: a whole program, once. */
final class Program {

    private Program() {}

    static Outcome run(HostRuntime runtime, Request request) throws IOException {
        request.oneOf("cache", "off", "on");
        var iterations = Long.toString(request.number("iterations"));
        var split = new Split();
        var wasm = runtime instanceof JavaRuntime ? new byte[0] : request.wasm();
        split.end("load").add(runtime.run(wasm, List.of("ffi", iterations)));
        return new Outcome(List.of(), List.of(), "", split.parts());
    }
}
