package dev.mortise.lab.host;

import dev.mortise.lab.host.HostRuntime.Guest;
import dev.mortise.simulator.BuiltInPolicy;
import dev.mortise.simulator.CachePolicy;
import java.io.IOException;
import java.nio.file.Path;

/** The macro benchmark of the scripting experiment: a cache's policy, asked for every object of a trace. */
final class Simulate {

    /** Of a request in a C struct: i32 id, 4 bytes of padding, i64 size. */
    private static final int STRUCT_SIZE = 16;
    /** Of a request in bincode: i32 id, i64 size. */
    private static final int BINCODE_SIZE = 12;

    /**
     * How the guest is asked.
     *
     * @param abi direct, struct or bincode
     * @param isStatic whether the buffer is always the same
     * @param isCached whether exports are looked up once, not at each request
     */
    record Way(String abi, boolean isStatic, boolean isCached) {

        String export() {
            return abi.equals("direct") ? "send" : "send_" + abi;
        }
    }

    private Simulate() {}

    static Outcome measure(HostRuntime runtime, Request request) throws IOException {
        var way = new Way(request.oneOf("abi", "direct", "struct", "bincode"),
                request.oneOf("memory", "static", "dynamic").equals("static"), request.isTrue("cached"));
        var requests = Requests.read(Path.of(request.text("trace")));
        var bytes = request.number("bytes");
        var policy = policy(runtime, request, way);
        return request.measure().of(() -> simulate(policy, requests, bytes));
    }

    private static CachePolicy policy(HostRuntime runtime, Request request, Way way) throws IOException {
        if (runtime instanceof JavaRuntime) {
            var name = request.text("policy");
            return BuiltInPolicy.named(name)
                    .orElseThrow(() -> new UsageException("there is no policy '%s'".formatted(name))).inJava();
        }
        var guest = runtime.compile(request.wasm()).instantiate();
        return runtime instanceof MortiseRuntime
                ? PolicyInMortise.bind(guest, way)
                : new GuestPolicy(guest, way, way.isStatic ? GuestBuffer.fixed(guest, STRUCT_SIZE) : 0);
    }

    private static String simulate(CachePolicy policy, Requests requests, long bytes) {
        policy.init(bytes);
        var ids = requests.ids();
        var sizes = requests.sizes();
        for (int i = 0; i < ids.length; i++) {
            policy.send(ids[i], sizes[i]);
        }
        var stats = policy.stats();
        return CachePolicy.requests(stats) + " " + CachePolicy.hits(stats);
    }

    /** A policy that is asked by hand. */
    private static final class GuestPolicy implements CachePolicy {

        private final Guest guest;
        private final Way way;
        private final int fixed;
        private final boolean isDirect;
        private final boolean isStruct;
        private final HostRuntime.GuestFunction direct;
        private final GuestBuffer cached;

        GuestPolicy(Guest guest, Way way, int fixed) {
            this.guest = guest;
            this.way = way;
            this.fixed = fixed;
            isDirect = way.abi.equals("direct");
            isStruct = way.abi.equals("struct");
            direct = guest.function("send", "il");
            cached = new GuestBuffer(guest, isDirect ? "send_struct" : way.export());
        }

        @Override
        public void init(long bytes) {
            guest.function("init", "l").call(bytes);
        }

        @Override
        public int send(int id, long size) {
            if (isDirect) {
                return (int) (way.isCached ? direct : guest.function("send", "il")).call(id, size);
            }
            var exports = way.isCached ? cached : new GuestBuffer(guest, way.export());
            int length = isStruct ? STRUCT_SIZE : BINCODE_SIZE;
            int address = way.isStatic ? fixed : exports.dynamic(length);
            exports.memory().writeInt(address, id);
            exports.memory().writeLong(address + length - Long.BYTES, size);
            return (int) exports.function().call(address, length);
        }

        @Override
        public long stats() {
            return guest.function("stats", "").call();
        }
    }
}
