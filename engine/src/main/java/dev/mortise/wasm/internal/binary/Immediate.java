package dev.mortise.wasm.internal.binary;

/** What follows an opcode in the binary format (specification section 5.4), and how the text format writes it. */
public enum Immediate {
    /** Nothing. */
    NONE,
    /** A block type: empty, one value type, or a type index (signed 33 bits). */
    BLOCK_TYPE,
    /** A relative label index. */
    LABEL,
    /** A vector of label indices and a default. */
    LABEL_TABLE,
    /** A function index. */
    FUNCTION,
    /** A type index, then a table index; the text format writes the table first. */
    TYPE_AND_TABLE,
    /** A local index. */
    LOCAL,
    /** A global index. */
    GLOBAL,
    /** A table index. */
    TABLE,
    /** Destination table, then source table. */
    TABLE_AND_TABLE,
    /** An element segment, then a table; the text format writes the table first. */
    ELEMENT_AND_TABLE,
    /** An element segment index. */
    ELEMENT,
    /** Alignment exponent (bit 6: a memory index follows) and offset. */
    MEMORY_ARGUMENT,
    /** A memory index. */
    MEMORY,
    /** Destination memory, then source memory. */
    MEMORY_AND_MEMORY,
    /** A data segment, then a memory; the text format writes the memory first. */
    DATA_AND_MEMORY,
    /** A data segment index. */
    DATA,
    /** A signed 32-bit constant. */
    I32,
    /** A signed 64-bit constant. */
    I64,
    /** Four bytes of an IEEE 754 number. */
    F32,
    /** Eight bytes of an IEEE 754 number. */
    F64,
    /** A heap type. */
    HEAP_TYPE,
    /** A vector of value types. */
    VALUE_TYPES
}
