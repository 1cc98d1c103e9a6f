/** Who takes part: runtimes on the JVM, and programs outside, which are found and built here. */
@NullMarked
package dev.mortise.lab.peer;

import org.jspecify.annotations.NullMarked;
