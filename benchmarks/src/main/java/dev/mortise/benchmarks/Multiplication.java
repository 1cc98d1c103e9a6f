package dev.mortise.benchmarks;

import dev.mortise.bind.Abi;
import dev.mortise.bind.Bindings;
import dev.mortise.bind.Codec;
import dev.mortise.bind.Export;
import dev.mortise.wasm.Instance;
import dev.mortise.wasm.Module;
import java.util.Locale;

/** What the scripting experiment calls: a guest's product of two numbers. */
public interface Multiplication {

    /** The product. */
    int multiply(int x, int y);

    /** The same function as the guest exports it for C structs. */
    interface OfStruct extends Multiplication {
        @Override
        @Export("multiply_struct")
        int multiply(int x, int y);
    }

    /** The same function as the guest exports it for bincode. */
    interface OfBincode extends Multiplication {
        @Override
        @Export("multiply_bincode")
        int multiply(int x, int y);
    }

    /** How the arguments cross. */
    enum Way {
        DIRECT(Multiplication.class, Abi.direct()),
        STRUCT_STATIC(OfStruct.class, Abi.cStruct().staticBuffer()),
        STRUCT_DYNAMIC(OfStruct.class, Abi.cStruct().dynamicBuffer()),
        BINCODE_STATIC(OfBincode.class, Abi.serialized(Codec.bincode1()).staticBuffer()),
        BINCODE_DYNAMIC(OfBincode.class, Abi.serialized(Codec.bincode1()).dynamicBuffer());

        private final Class<? extends Multiplication> type;
        private final Abi abi;

        Way(Class<? extends Multiplication> type, Abi abi) {
            this.type = type;
            this.abi = abi;
        }

        Multiplication bind(Instance instance) {
            return Bindings.bind(type, instance, abi);
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** A new instance of the guest in Rust. */
    static Instance instance() {
        return Module.parse(guest()).instantiate();
    }

    /** The guest itself. */
    static byte[] guest() {
        return Guests.read("bind/rust.wasm");
    }
}
