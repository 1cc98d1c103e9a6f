package dev.mortise.lab.result;

/**
 * Where a run took place.
 *
 * @param os name and version
 * @param arch of the processor
 * @param cpu its model, or "" where nobody knows
 * @param cores that the JVM may use
 * @param memoryBytes of the machine, 0 where nobody knows
 * @param jdk version and vendor
 */
public record Machine(String os, String arch, String cpu, int cores, long memoryBytes, String jdk) {
}
