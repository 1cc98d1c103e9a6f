package dev.mortise.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The guests of this checkout. */
final class Guests {

    private Guests() {}

    /** A module by its path under {@code guests/}. */
    static byte[] read(String name) {
        try {
            return Files.readAllBytes(folder().resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code guests/} of the checkout that the working directory lies in. */
    static Path folder() {
        for (var place = Path.of("").toAbsolutePath(); place != null; place = place.getParent()) {
            var guests = place.resolve("guests");
            if (Files.isRegularFile(guests.resolve("kernels/kernels.wasm"))) {
                return guests;
            }
        }
        throw new IllegalStateException("no folder \"guests\" here or above: start the benchmarks in the checkout");
    }
}
