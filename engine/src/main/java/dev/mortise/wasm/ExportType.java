package dev.mortise.wasm;

/**
 * One export that a module declares.
 *
 * @param name its name, unique in the module
 * @param type what is offered
 */
public record ExportType(String name, ExternType type) {
}
