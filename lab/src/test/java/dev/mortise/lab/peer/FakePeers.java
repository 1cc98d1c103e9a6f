package dev.mortise.lab.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Peers that are shell scripts. */
public final class FakePeers {

    /** What a host prints for {@code --tasks}, and then a result. */
    public static final String GOOD =
            """
                    if [ "$1" = --tasks ]; then
                        echo '{"runtime":"good 1.0","variants":{"":["multiply"]}}'
                    else
                        echo 'what the guest printed'
                        echo '{"runtime":"good 1.0","unit":"ns","warmup":[9.0],"samples":[5.0,6.0,7.0],"check":"600","split":{}}'
                    fi
                    """;

    private final Path root;

    /** In a folder that is then the checkout. */
    public FakePeers(Path root) {
        this.root = root;
    }

    /** A peer whose only contender has the peer's name. */
    public FakePeers script(String name, String script) throws IOException {
        return peer(name, script, """
                {"run": ["sh", "${peer}/host"], "contenders": {"": {"id": "%s", "title": "the peer %s"}}}
                """.formatted(name, name));
    }

    /** A peer with this {@code peer.json}. */
    public FakePeers peer(String name, String script, String json) throws IOException {
        var folder = Files.createDirectories(root.resolve("lab/peers").resolve(name));
        Files.writeString(folder.resolve("host"), script);
        Files.writeString(folder.resolve("peer.json"), json);
        return this;
    }

    /** The checkout. */
    public Places places() {
        return new Places(root, List.of());
    }

    /** Those of these names, found. */
    public List<Contender> find(String... names) throws IOException, InterruptedException {
        return new Contenders(places(), what -> {
        }).find(List.of(names));
    }
}
