package dev.mortise.wasm;

/** The type of something that a module can import or export (specification section 2.3.16). */
public sealed interface ExternType permits FunctionType, TableType, MemoryType, GlobalType {
}
