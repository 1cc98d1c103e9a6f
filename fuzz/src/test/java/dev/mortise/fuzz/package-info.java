/** Engine tests with bytes that nobody wrote: generated modules compared with another runtime, and hostile input. */
@org.jspecify.annotations.NullMarked
package dev.mortise.fuzz;
