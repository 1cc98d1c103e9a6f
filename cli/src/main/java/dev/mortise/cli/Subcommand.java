package dev.mortise.cli;

import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * One of the commands. They describe their options in code, not by annotations: reading annotations took 50 ms of a
 * start of 160.
 */
interface Subcommand {

    /** Its name, options, parameters and help text. */
    CommandSpec describe();

    /** Whether it is asked for help that {@link #run} prints, in place of what {@link #describe} tells. */
    default boolean helpsItself(ParseResult arguments) {
        return false;
    }

    /**
     * Does its work.
     *
     * @return the exit code
     */
    int run(ParseResult arguments, Streams streams) throws IOException;
}
