package dev.mortise.bind.internal;

import dev.mortise.bind.Abi;

/** Numbers as they are. */
public enum DirectAbi implements Abi {
    /** The only one. */
    DIRECT;

    @Override
    public String toString() {
        return "direct";
    }
}
