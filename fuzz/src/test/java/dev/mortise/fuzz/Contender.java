package dev.mortise.fuzz;

import java.util.List;

/** A runtime that takes part in the comparison. */
interface Contender {

    /**
     * Calls every exported function of a module, each in an instance of its own, and writes down all that can be seen
     * from outside: results, traps, calls of the host, and the state after it.
     *
     * @param calls the functions to call, with the arguments of each call
     */
    List<String> run(byte[] module, List<Call> calls);
}
