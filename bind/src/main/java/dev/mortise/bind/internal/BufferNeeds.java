package dev.mortise.bind.internal;

/**
 * What the methods of an interface need of a buffer.
 *
 * @param isUsed whether one passes arguments in it
 * @param size the largest message of fixed size, in bytes
 * @param alignment the strictest
 */
record BufferNeeds(boolean isUsed, int size, int alignment) {

    static final BufferNeeds NONE = new BufferNeeds(false, 0, 1);

    BufferNeeds and(int otherSize, int otherAlignment) {
        return new BufferNeeds(true, Math.max(size, otherSize), Math.max(alignment, otherAlignment));
    }
}
