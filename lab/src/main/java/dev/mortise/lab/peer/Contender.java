package dev.mortise.lab.peer;

import dev.mortise.lab.result.Participant;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who takes part, or why not.
 *
 * @param id names it in results and for {@code --peers}
 * @param title for people
 * @param family of those that run on the same runtime, and so would be wrong together
 * @param isJvm whether it runs in a JVM
 * @param isNative whether it does the work without a guest
 * @param isTiered whether it compiles again what runs often, so that it gets faster for a while
 * @param pace what it can be asked in a run that is to be over soon
 * @param version what it says it is
 * @param leftOut why it takes no part; "" if it does
 * @param command that starts it, to be followed by a task and its keys
 * @param variant of the program, passed with each task; "" if it has none
 * @param tasks that it can do
 * @param plain for a program that knows nothing of tasks: by task and whether its compile cache is on, the whole command
 * @param folder to run it in
 * @param environment added to that of the lab
 */
public record Contender(String id, String title, String family, boolean isJvm, boolean isNative, boolean isTiered,
        Pace pace, String version, String leftOut, List<String> command, String variant, Set<String> tasks,
        Map<String, List<String>> plain, Path folder, Map<String, String> environment) {

    /** How much can be asked of a contender in a run that is to be over soon. */
    public enum Pace {
        /** Everything. */
        FULL,
        /** A few rows: it is another's sibling. */
        FEW,
        /** A few rows: it would take minutes for some. */
        SLOW
    }

    /** One that takes no part. */
    static Contender leftOut(String id, String title, boolean isJvm, String reason) {
        return new Contender(id, title, "", isJvm, false, false, Pace.FULL, "", reason, List.of(), "", Set.of(),
                Map.of(), Path.of(""), Map.of());
    }

    /** Whether it takes part. */
    public boolean takesPart() {
        return leftOut.isEmpty();
    }

    /**
     * As results have it: its command without the folders of this machine, and without a class path of thousands of
     * characters.
     *
     * @param root of the checkout, which commands then are relative to
     */
    public Participant participant(Path root) {
        var words = new ArrayList<String>();
        var before = "";
        for (var word : plain.isEmpty() ? command : plain.values().iterator().next()) {
            words.add(before.equals("-cp") ? "'LAB/*'" : isJvm && words.isEmpty() ? "java" : word);
            before = word;
        }
        return new Participant(id, title, isJvm ? Participant.JVM : Participant.OUTSIDE, version,
                relative(leftOut, root), relative(String.join(" ", words), root), isNative);
    }

    private static String relative(String text, Path root) {
        return text.replace(root + "/", "");
    }
}
