package dev.mortise.wasm.internal.idiom;

import dev.mortise.wasm.internal.idiom.BulkLoop.Copy;
import dev.mortise.wasm.internal.idiom.BulkLoop.Fetch;
import dev.mortise.wasm.internal.idiom.BulkLoop.Fill;
import dev.mortise.wasm.internal.idiom.BulkLoop.Place;
import dev.mortise.wasm.internal.idiom.BulkLoop.Put;
import dev.mortise.wasm.internal.idiom.BulkLoop.Term;
import dev.mortise.wasm.internal.idiom.BulkLoop.Work;
import dev.mortise.wasm.internal.idiom.Round.Access;
import dev.mortise.wasm.internal.idiom.Value.Fetched;
import dev.mortise.wasm.internal.idiom.Value.Loaded;
import dev.mortise.wasm.internal.idiom.Value.Sum;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One matcher for each idiom. */
final class Matchers {

    private Matchers() {}

    static @Nullable Work match(Round round) {
        if (round.calls.isEmpty()) {
            return round.loads.isEmpty() ? fill(round) : copy(round);
        }
        return round.stores.isEmpty() ? put(round) : fetch(round);
    }

    static Term term(Sum sum) {
        return new Term(sum.constant(), sum.factors());
    }

    private static Place place(Access access) {
        return new Place(term(access.address()), access.offset());
    }

    /** Stores of what was loaded, side by side: {@code memcpy}, and the arms of {@code memmove}. */
    private static @Nullable Work copy(Round round) {
        if (round.loads.size() != round.stores.size()) {
            return null;
        }
        var stores = tiled(round.stores, round);
        var loads = tiled(round.loads, round);
        if (stores == null || loads == null) {
            return null;
        }
        for (var i = 0; i < stores.size(); i++) {
            var store = stores.get(i);
            if (loadOf(store, round) != loads.get(i) || loads.get(i).width() != store.width()) {
                return null;
            }
        }
        var step = round.stride(stores.getFirst().address());
        return (int) step == (int) round.stride(loads.getFirst().address())
                ? new Copy(place(stores.getFirst()), place(loads.getFirst()), (int) step)
                : null;
    }

    /** Stores of one value that does not change, side by side: {@code memset}. */
    private static @Nullable Work fill(Round round) {
        var stores = tiled(round.stores, round);
        if (stores == null || !(stores.getFirst().value() instanceof Sum value) || !isSteady(value, round)) {
            return null;
        }
        var width = stores.getFirst().width();
        for (var store : stores) {
            if (store.width() != width || !value.equals(store.value())) {
                return null;
            }
        }
        return new Fill(place(stores.getFirst()), term(value), width,
                (int) round.stride(stores.getFirst().address()));
    }

    /** How plug-ins copy from the memory that they share with their host. */
    private static @Nullable Work fetch(Round round) {
        if (!round.loads.isEmpty() || round.stores.size() != 1 || round.calls.size() != 1) {
            return null;
        }
        var store = round.stores.getFirst();
        var call = round.calls.getFirst();
        return store.value() instanceof Fetched && call.address() instanceof Sum address
                && (int) round.stride(store.address()) == store.width() && round.stride(address) == store.width()
                        ? new Fetch(call.function(), term(address), place(store), store.width())
                        : null;
    }

    /** How they copy to it. */
    private static @Nullable Work put(Round round) {
        if (round.loads.size() != 1 || round.calls.size() != 1) {
            return null;
        }
        var load = round.loads.getFirst();
        var call = round.calls.getFirst();
        return call.value() instanceof Loaded && call.address() instanceof Sum address
                && (int) round.stride(load.address()) == load.width() && round.stride(address) == load.width()
                        ? new Put(call.function(), term(address), place(load), load.width())
                        : null;
    }

    private static boolean isSteady(Sum sum, Round round) {
        return sum.factors().keySet().stream().allMatch(local -> round.steps.getOrDefault(local, 0L) == 0);
    }

    private static @Nullable Access loadOf(Access store, Round round) {
        return store.value() instanceof Loaded loaded ? round.loads.get(loaded.number()) : null;
    }

    /**
     * The accesses in the order of their addresses; null unless they cover, without a gap and without touching a byte
     * twice, exactly the stretch by which the next round's lie further on.
     */
    private static @Nullable List<Access> tiled(List<Access> accesses, Round round) {
        if (accesses.isEmpty()) {
            return null;
        }
        var first = accesses.getFirst();
        var stride = (int) round.stride(first.address());
        var sorted = new ArrayList<>(accesses);
        if (accesses.size() > 1) {
            // Constants wrap and offsets do not: only one of the two may tell them apart.
            if (accesses.stream().allMatch(each -> each.address().equals(first.address()))) {
                sorted.sort(Comparator.comparingLong(Access::offset));
            } else if (accesses.stream().allMatch(each -> each.offset() == 0
                    && each.address().factors().equals(first.address().factors()))) {
                sorted.sort(Comparator.comparingInt(each -> relative(each, first)));
            } else {
                return null;
            }
        }
        var end = 0L;
        for (var each : sorted) {
            var at = each.offset() - sorted.getFirst().offset() + relative(each, sorted.getFirst());
            if (at != end) {
                return null;
            }
            end += each.width();
        }
        return end == Math.abs((long) stride) ? sorted : null;
    }

    private static int relative(Access access, Access to) {
        return (int) (access.address().constant() - to.address().constant());
    }
}
