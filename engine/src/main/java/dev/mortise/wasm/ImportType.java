package dev.mortise.wasm;

/**
 * One import that a module declares.
 *
 * @param module the first name
 * @param name the second name
 * @param type what is asked for
 */
public record ImportType(String module, String name, ExternType type) {
}
