package dev.mortise.cli.internal.simulation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Names for pictures, where there is no room for paths: of each file its name, and folders only to tell files apart. */
final class ShortNames {

    private static final int LONGEST = 24;
    private static final String CUT = "...";

    private ShortNames() {}

    /** A short name for each, no two the same. */
    static Map<String, String> of(Collection<String> names) {
        var shortNames = new LinkedHashMap<String, String>();
        var taken = new HashSet<String>();
        var all = List.copyOf(names);
        for (var name : all) {
            var candidates = candidates(name);
            var chosen = candidates.stream().filter(each -> all.stream()
                    .noneMatch(other -> !other.equals(name) && candidates(other).contains(each))).findFirst()
                    .orElse(candidates.getLast());
            var unique = cut(chosen);
            for (var number = 2; !taken.add(unique); number++) {
                unique = cut(chosen) + " (" + number + ')';
            }
            shortNames.put(name, unique);
        }
        return shortNames;
    }

    /** The last part of the path, the last two, and so on. */
    private static List<String> candidates(String name) {
        var path = name.replaceFirst("\\.(wasm|wat)$", "");
        var candidates = new ArrayList<String>();
        for (var slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
            candidates.add(path.substring(slash + 1));
        }
        candidates.add(path);
        return candidates;
    }

    /** The end of a path tells more than its beginning. */
    private static String cut(String name) {
        return name.length() <= LONGEST ? name : CUT + name.substring(name.length() - LONGEST + CUT.length());
    }
}
