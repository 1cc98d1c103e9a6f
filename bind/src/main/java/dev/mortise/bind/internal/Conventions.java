package dev.mortise.bind.internal;

import dev.mortise.bind.Abi;
import dev.mortise.wasm.Instance;
import dev.mortise.wasm.internal.binding.GuestCalls;
import java.util.List;

/** What an ABI means for one instance. */
abstract sealed class Conventions {

    private static final class Direct extends Conventions {

        private static final Object NO_STATE = new Object();

        private final Convention convention = new DirectCall();

        @Override
        Convention convention() {
            return convention;
        }

        @Override
        List<Class<?>> helpers() {
            return List.of();
        }

        @Override
        BufferNeeds needs() {
            return BufferNeeds.NONE;
        }

        @Override
        Object state(BufferNeeds needs) {
            return NO_STATE;
        }
    }

    private static final class Buffered extends Conventions {

        private final Instance instance;
        private final BufferExports exports;
        private final BufferCall convention;

        Buffered(BufferSettings settings, Instance instance) throws Misfit {
            this.instance = instance;
            exports = BufferExports.of(instance, settings);
            convention = new BufferCall(Formats.of(settings.kind()), exports);
        }

        @Override
        Convention convention() {
            return convention;
        }

        @Override
        List<Class<?>> helpers() {
            return exports.prepare() == null ? List.of()
                    : List.of(GuestCalls.receiver(exports.prepare()).getClass());
        }

        @Override
        BufferNeeds needs() {
            return convention.needs();
        }

        @Override
        Object state(BufferNeeds needs) {
            return Guest.of(instance, exports, needs);
        }
    }

    /**
     * What an ABI means for this instance.
     *
     * @throws Misfit if a library is missing
     */
    static Conventions of(Abi abi, Instance instance) throws Misfit {
        return switch (abi) {
            case DirectAbi ignored -> new Direct();
            case BufferSettings settings -> new Buffered(settings, instance);
        };
    }

    /** How to call. */
    abstract Convention convention();

    /** The classes of functions that handles call beside the methods' own. */
    abstract List<Class<?>> helpers();

    /** What the methods composed so far need. */
    abstract BufferNeeds needs();

    /** What the methods of one object share. */
    abstract Object state(BufferNeeds needs);
}
