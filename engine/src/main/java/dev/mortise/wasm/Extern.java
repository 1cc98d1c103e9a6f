package dev.mortise.wasm;

/** Something that an instance can import and export: a function, table, memory or global. */
public sealed interface Extern permits Function, Table, Memory, Global {

    /** The type; limits of tables and memories start at the present size. */
    ExternType type();
}
