/** Benchmarks beside other Java WebAssembly runtimes, plain Java and native code. */
@NullMarked
package dev.mortise.benchmarks;

import org.jspecify.annotations.NullMarked;
