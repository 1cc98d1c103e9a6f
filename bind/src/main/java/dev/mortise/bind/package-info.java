/**
 * Plain Java interfaces over WebAssembly functions. {@link dev.mortise.bind.Bindings#bind(Class,
 * dev.mortise.wasm.Instance)} gives an object whose methods run in the guest, under the {@link dev.mortise.bind.Abi}
 * that the guest speaks.
 */
@NullMarked
package dev.mortise.bind;

import org.jspecify.annotations.NullMarked;
