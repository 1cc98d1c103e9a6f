package dev.mortise.lab.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Finds who takes part. */
public final class Contenders {

    /** Stands for all that run in a JVM. */
    public static final String JVM = "jvm";

    private final Places places;
    private final Consumer<String> progress;

    /**
     * To look in a checkout.
     *
     * @param progress is told what takes long
     */
    public Contenders(Places places, Consumer<String> progress) {
        this.places = places;
        this.progress = progress;
    }

    /**
     * All that were asked for, in order; with none asked for, all there are. Who cannot take part is in the list, with
     * the reason.
     *
     * @param wanted ids, folders of peers, {@link #JVM}, or a runtime in a JVM, which stands for all its ways to run
     * @throws IllegalArgumentException if one is not known
     */
    public List<Contender> find(Collection<String> wanted) throws IOException, InterruptedException {
        var folders = folders();
        check(wanted, folders);
        var found = new ArrayList<Contender>();
        for (var id : JvmContenders.ids()) {
            if (wanted.isEmpty() || wanted.contains(id)
                    || wanted.stream().anyMatch(each -> JvmContenders.group(each).contains(id))) {
                found.add(JvmContenders.find(id, places));
            }
        }
        for (var folder : folders) {
            var ids = folder.ids();
            var isWhole = wanted.isEmpty() || wanted.contains(folder.name());
            if (isWhole || ids.stream().anyMatch(wanted::contains)) {
                folder.find().stream().filter(each -> isWhole || wanted.contains(each.id())).forEach(found::add);
            }
        }
        return found;
    }

    private List<PeerFolder> folders() throws IOException {
        if (!Files.isDirectory(places.peers())) {
            return List.of();
        }
        try (var all = Files.list(places.peers())) {
            return all.filter(folder -> Files.exists(folder.resolve("peer.json"))).sorted()
                    .map(folder -> new PeerFolder(folder, work(folder), progress)).toList();
        }
    }

    private Path work(Path folder) {
        return places.target().resolve("peers").resolve(folder.getFileName().toString());
    }

    private static void check(Collection<String> wanted, List<PeerFolder> folders) {
        var known = new TreeSet<>(JvmContenders.ids());
        var groups = new TreeSet<>(JvmContenders.groups());
        for (var folder : folders) {
            known.addAll(folder.ids());
            if (!folder.ids().contains(folder.name())) {
                groups.add(folder.name());
            }
        }
        for (var each : wanted) {
            if (!known.contains(each) && !groups.contains(each)) {
                throw new IllegalArgumentException("there is no peer '%s'; there are %s; and groups: %s".formatted(each,
                        String.join(", ", known), String.join(", ", groups)));
            }
        }
    }
}
