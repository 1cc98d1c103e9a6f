package dev.mortise.plugin.internal;

/**
 * Carries what the host's own code threw through the guest to the call's end, so that it cannot be taken for a fault of
 * the guest or of the engine.
 */
public final class HostCodeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String thrower;
    private final Throwable thrown;

    private HostCodeException(String thrower, Throwable thrown) {
        super(null, thrown, false, false);
        this.thrower = thrower;
        this.thrown = thrown;
    }

    /**
     * Wraps what was thrown.
     *
     * @throws VirtualMachineError unwrapped: an exhausted stack or heap is not the fault of the code that meets it
     */
    public static HostCodeException wrap(String thrower, Throwable thrown) {
        if (thrown instanceof VirtualMachineError error) {
            throw error;
        }
        return new HostCodeException(thrower, thrown);
    }

    String thrower() {
        return thrower;
    }

    Throwable thrown() {
        return thrown;
    }
}
