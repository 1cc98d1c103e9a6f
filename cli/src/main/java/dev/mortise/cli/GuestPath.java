package dev.mortise.cli;

import java.util.Arrays;

/** The place where a guest finds a folder. */
final class GuestPath {

    private GuestPath() {}

    /**
     * Refuses {@code ..} in a place of its own: the libraries of guests take it as a name, so that hardly one would find
     * the folder. Under its host's path, which a folder has without a place, guests find it by the same words.
     *
     * @param option with which the user gave it
     * @param value of that option
     */
    static void check(String option, String value, String host, String guest) {
        if (!guest.equals(host) && Arrays.asList(guest.split("/")).contains("..")) {
            throw new CommandFailure(ExitCode.USAGE,
                    ("%s %s: the guest's path '%s' must not have '..' in it: write the "
                            + "place where the guest finds the folder, such as /data").formatted(option, value, guest));
        }
    }
}
