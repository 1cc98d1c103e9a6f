package dev.mortise.benchmarks.programs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A program and the guests that it imports from, in the order in which they are instantiated: each may import from those
 * before it, by their names, and all of them from WASI. A guest that exports {@code _initialize} is begun with that.
 *
 * @param guests files by name
 * @param program the file of the module whose {@code _start} is called
 * @param arguments what it gets behind its own name
 */
record Linked(Map<String, Path> guests, Path program, List<String> arguments) {

    Linked {
        guests = Collections.unmodifiableMap(new LinkedHashMap<>(guests));
        arguments = List.copyOf(arguments);
    }

    /** From {@code [NAME=FILE]... PROGRAM [ARGUMENT]...}, as all our hosts are called. */
    static Linked parse(List<String> words) {
        var guests = new LinkedHashMap<String, Path>();
        int next = 0;
        while (words.get(next).contains("=")) {
            var parts = words.get(next++).split("=", 2);
            guests.put(parts[0], Path.of(parts[1]));
        }
        return new Linked(guests, Path.of(words.get(next)), words.subList(next + 1, words.size()));
    }

    /** The words that {@link #parse} reads. */
    List<String> words() {
        var words = new ArrayList<String>();
        guests.forEach((name, file) -> words.add(name + "=" + file));
        words.add(program.toString());
        words.addAll(arguments);
        return words;
    }

    /** All files, in the order in which they are instantiated. */
    List<Path> files() {
        var files = new ArrayList<>(guests.values());
        files.add(program);
        return files;
    }

    /** What a program finds before its arguments. */
    List<String> argumentsWithName() {
        var all = new ArrayList<String>();
        all.add("program");
        all.addAll(arguments);
        return all;
    }

    /** The same program with other files in place of all of these. */
    Linked with(UnaryOperator<Path> replace) {
        var replaced = new LinkedHashMap<String, Path>();
        guests.forEach((name, file) -> replaced.put(name, replace.apply(file)));
        return new Linked(replaced, replace.apply(program), arguments);
    }
}
