/** Compiles WebAssembly modules when an application is built with Maven. */
@NullMarked
package dev.mortise.maven;

import org.jspecify.annotations.NullMarked;
