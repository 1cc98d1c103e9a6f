package dev.mortise.lab;

import dev.mortise.lab.peer.Places;
import dev.mortise.lab.process.Program;
import dev.mortise.wasm.Mortise;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Which Mortise this is. */
final class Versions {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private Versions() {}

    /** Version and, in a clone of the repository, the commit; with a plus sign if something was changed since. */
    static String ofMortise(Places places) throws InterruptedException {
        try {
            var described = new Program(List.of("git", "describe", "--always", "--dirty=+", "--exclude=*"),
                    places.root(), Map.of(), LIMIT).run();
            return described.isGood() ? Mortise.VERSION + " " + described.out().strip() : Mortise.VERSION;
        } catch (IOException e) {
            return Mortise.VERSION;
        }
    }
}
