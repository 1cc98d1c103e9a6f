package dev.mortise.lab.host;

import dev.mortise.bind.Abi;
import dev.mortise.bind.Bindings;
import dev.mortise.bind.BufferAbi;
import dev.mortise.bind.Codec;
import dev.mortise.bind.Export;
import dev.mortise.bind.internal.Uncached;
import dev.mortise.lab.host.HostRuntime.Guest;
import dev.mortise.wasm.Instance;
import java.lang.invoke.MethodHandles;
import java.util.function.IntBinaryOperator;
import java.util.function.IntSupplier;

/** The work through an interface that is bound to the guest. Where arguments are made makes no difference then. */
final class MultiplyInMortise {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    /** The guest's product of two numbers. */
    interface Product {
        int multiply(int x, int y);
    }

    /** As it is exported for C structs. */
    interface OfStruct extends Product {
        @Override
        @Export("multiply_struct")
        int multiply(int x, int y);
    }

    /** As it is exported for bincode. */
    interface OfBincode extends Product {
        @Override
        @Export("multiply_bincode")
        int multiply(int x, int y);
    }

    private MultiplyInMortise() {}

    static IntSupplier run(Guest guest, Multiply.Way way) {
        var instance = (Instance) guest.self();
        var product = switch (way.abi()) {
            case "pair" -> bind(Product.class, instance, Abi.direct(), way);
            case "struct" -> bind(OfStruct.class, instance, buffer(Abi.cStruct(), way), way);
            default -> bind(OfBincode.class, instance, buffer(Abi.serialized(Codec.bincode1()), way), way);
        };
        IntBinaryOperator multiply = product::multiply;
        return MultiplyInJava.loop(multiply, way.calls());
    }

    private static BufferAbi buffer(BufferAbi abi, Multiply.Way way) {
        return way.isStatic() ? abi.staticBuffer() : abi.dynamicBuffer();
    }

    private static <T> T bind(Class<T> type, Instance instance, Abi abi, Multiply.Way way) {
        return way.isCached() || way.isOwned()
                ? Bindings.bind(LOOKUP, type, instance, abi)
                : Uncached.bind(LOOKUP, type, instance, abi);
    }
}
