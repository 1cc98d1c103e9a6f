/**
 * Classes that every module's loader defines a copy of: their static finals are constants of that module, so that the
 * JIT compiler folds them, and helpers that all of a module's code shares are soon compiled themselves.
 */
@NullMarked
package dev.mortise.wasm.internal.template;

import org.jspecify.annotations.NullMarked;
