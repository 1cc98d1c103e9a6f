/**
 * Published experiments with WebAssembly runtimes, repeated with every runtime on the machine. {@link Main} is the
 * command; {@code lab/README.md} tells the rest.
 */
@NullMarked
package dev.mortise.lab;

import org.jspecify.annotations.NullMarked;
