/** One runnable class a feature. Each prints what it shows; {@code examples/run} starts it. */
package dev.mortise.examples;
