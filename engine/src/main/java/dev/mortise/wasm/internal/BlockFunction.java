package dev.mortise.wasm.internal;

import dev.mortise.wasm.HostFunction;
import dev.mortise.wasm.Instance;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a leaf of the host that moves one word a call can do for many of them at once: a guest that copies word by word
 * then has it done in one go. A word that the host would not move as it stands (it is out of bounds, say) and all behind
 * it are left to calls of the leaf itself.
 */
public sealed interface BlockFunction {

    /** Bytes that one call moves, and by which the address grows from call to call. */
    int width();

    /** Beside a leaf {@code (i64 address) -> i32 or i64}. */
    non-sealed interface Source extends BlockFunction {

        /**
         * Stores what calls for this and the following addresses would give, one word behind the other.
         *
         * @param length bytes, a multiple of the width, that fit into the array behind the offset
         * @return how many of them were stored, from the first on, a multiple of the width
         */
        int load(long address, byte[] target, int offset, int length, Instance caller);
    }

    /** Beside a leaf {@code (i64 address, i32 or i64) -> ()}. */
    non-sealed interface Sink extends BlockFunction {

        /**
         * Does what calls for this and the following addresses would do with one word behind the other.
         *
         * @param length bytes, a multiple of the width, that there are in the array behind the offset
         * @return how many of them were taken, from the first on, a multiple of the width
         */
        int store(long address, byte[] source, int offset, int length, Instance caller);
    }

    /** A leaf that can do this, too. */
    static HostFunction attach(HostFunction leaf, BlockFunction block) {
        return Secrets.attach.apply(leaf, block);
    }

    /** What is attached to a host function; null for anything else. */
    static @Nullable BlockFunction of(Object target) {
        return target instanceof HostFunction function ? Secrets.find.apply(function) : null;
    }

    /** How the engine sees into the public class; called once, by that class. */
    static void openWith(BiFunction<HostFunction, BlockFunction, HostFunction> attach,
            Function<HostFunction, @Nullable BlockFunction> find) {
        Secrets.attach = Objects.requireNonNull(attach);
        Secrets.find = Objects.requireNonNull(find);
    }

    /** Set when {@link HostFunction} is initialised, which is before there is one. */
    final class Secrets {

        private static volatile BiFunction<HostFunction, BlockFunction, HostFunction> attach = (leaf, block) -> leaf;
        private static volatile Function<HostFunction, @Nullable BlockFunction> find = function -> null;

        private Secrets() {}
    }
}
