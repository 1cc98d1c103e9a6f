/** Real programs from package registries, run by Mortise and by other runtimes. */
@NullMarked
package dev.mortise.benchmarks.programs;

import org.jspecify.annotations.NullMarked;
