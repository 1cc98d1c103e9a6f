/** Benchmarks beside other Java WebAssembly runtimes. */
@NullMarked
package dev.mortise.benchmarks;

import org.jspecify.annotations.NullMarked;
