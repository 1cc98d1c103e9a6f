package dev.mortise.cli;

import java.util.Comparator;
import java.util.List;

/** What to say of a function that a module does not export. */
final class NoSuchFunction {

    private NoSuchFunction() {}

    /**
     * The failure, which names the function that was probably meant, if one is near, and all others.
     *
     * @param exports the functions that there are
     * @param none what to say if there are none
     */
    static CommandFailure of(String name, List<String> exports, String none) {
        var nearest = exports.stream().filter(export -> distance(name, export) <= mostMistakes(name))
                .min(Comparator.comparingInt(export -> distance(name, export)))
                .map(export -> "did you mean '" + export + "'? ").orElse("");
        return new CommandFailure(ExitCode.USAGE, "there is no function '%s'; %s%s".formatted(name, nearest,
                exports.isEmpty() ? none : (nearest.isEmpty() ? "there" : "There") + " are: "
                        + String.join(", ", exports)));
    }

    private static int mostMistakes(String name) {
        return Math.min(3, name.length() / 3);
    }

    /** How many letters must be put in, left out, replaced or swapped with the next one. */
    private static int distance(String one, String other) {
        // A name may be as long as a module: what differs that much in length is not near.
        if (Math.abs(one.length() - other.length()) > mostMistakes(one)) {
            return Integer.MAX_VALUE;
        }
        var distances = new int[one.length() + 1][other.length() + 1];
        for (var i = 0; i <= one.length(); i++) {
            for (var j = 0; j <= other.length(); j++) {
                distances[i][j] = i == 0 || j == 0 ? i + j : step(one, other, i, j, distances);
            }
        }
        return distances[one.length()][other.length()];
    }

    private static int step(String one, String other, int i, int j, int[][] distances) {
        var replaced = distances[i - 1][j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        var least = Math.min(replaced, 1 + Math.min(distances[i - 1][j], distances[i][j - 1]));
        var isSwap = i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2)
                && one.charAt(i - 2) == other.charAt(j - 1);
        return isSwap ? Math.min(least, distances[i - 2][j - 2] + 1) : least;
    }
}
