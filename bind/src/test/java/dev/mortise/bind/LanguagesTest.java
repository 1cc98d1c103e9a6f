package dev.mortise.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mortise.wasi.ProcessExit;
import dev.mortise.wasi.Wasi;
import dev.mortise.wasm.Instance;
import dev.mortise.wasm.Module;
import dev.mortise.wasm.Trap;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With guests made by Mortise's kits: what Java writes is read by the formats' libraries in other languages. */
class LanguagesTest {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    interface Calculator {
        int multiply(int x, int y);
    }

    interface StructCalculator {
        @Export("multiply_struct")
        int multiply(int x, int y);
    }

    interface Bincode1 {
        @Export("multiply_bincode")
        int multiply(int x, int y);

        @Export("receipt_bincode")
        Receipt receipt(Order order);
    }

    interface Bincode2 {
        @Export("multiply_bincode2")
        int multiply(int x, int y);

        @Export("receipt_bincode2")
        Receipt receipt(Order order);
    }

    interface MessagePack {
        @Export("multiply_msgpack")
        int multiply(int x, int y);

        @Export("receipt_msgpack")
        Receipt receipt(Order order);
    }

    interface Json {
        @Export("multiply_json")
        int multiply(int x, int y);

        @Export("receipt_json")
        Receipt receipt(Order order);
    }

    interface Protobuf {
        @Export("multiply_protobuf")
        int multiply(int x, int y);

        @Export("receipt_protobuf")
        Receipt receipt(Order order);
    }

    record Item(String name, int count, long cents) {
    }

    record Customer(String name, Optional<String> email, boolean regular) {
    }

    record Order(long number, Customer customer, List<Item> items, Optional<Double> discount) {
    }

    record Receipt(long number, String text, int count, long cents, Optional<Item> dearest) {
    }

    record Point(double x, double y) {
    }

    record Shape(@Length(10) String name, boolean closed, int count, @Length(4) Point[] corners, float scale, long id) {
    }

    record Outline(long id, Point centre, double length, @Length(32) String label) {
    }

    interface Shapes {
        Outline outline(Shape shape);
    }

    private static final Order ORDER = new Order(7_000_000_000L,
            new Customer("Zoë", Optional.of("z@example.org"), true),
            List.of(new Item("pen", 3, 150), new Item("ink", 2, 999), new Item("cap", 300, 999)), Optional.of(0.5));
    private static final Receipt RECEIPT = new Receipt(7_000_000_000L,
            "order 7000000000 of the regular customer Zoë <z@example.org>", 305, 151_074,
            Optional.of(new Item("ink", 2, 999)));
    private static final Order EMPTY = new Order(-1, new Customer("", Optional.empty(), false), List.of(),
            Optional.empty());
    private static final Receipt NOTHING = new Receipt(-1, "order -1 of the new customer ", 0, 0, Optional.empty());

    private static Instance guest(String name) throws IOException {
        var file = name.equals("go.wasm")
                ? GoGuest.file()
                : Path.of(System.getProperty("mortise.root"), "guests", "bind", name);
        // Of all languages Go alone wants an operating system.
        var instance = Module.read(file).instantiate(Wasi.builder().build().imports());
        instance.findFunction("_initialize").ifPresent(initialise -> initialise.call());
        return instance;
    }

    /** Calculators and receipts in one. */
    private static void checkBincode1(Instance instance, BufferAbi abi) {
        var bincode = Bindings.bind(LOOKUP, Bincode1.class, instance, abi);
        for (var i = 0; i < 1000; i++) {
            assertThat(bincode.multiply(i, -3)).isEqualTo(-3 * i);
            assertThat(bincode.receipt(ORDER)).isEqualTo(RECEIPT);
            assertThat(bincode.receipt(EMPTY)).isEqualTo(NOTHING);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rust.wasm", "c.wasm", "assemblyscript.wasm", "go.wasm"})
    void everyLanguage(String name) throws IOException {
        var instance = guest(name);
        assertThat(Bindings.bind(LOOKUP, Calculator.class, instance).multiply(6, -7)).isEqualTo(-42);
        for (var abi : List.of(Abi.cStruct(), Abi.cStruct().staticBuffer())) {
            var calculator = Bindings.bind(LOOKUP, StructCalculator.class, instance, abi);
            var shapes = Bindings.bind(LOOKUP, Shapes.class, instance, abi);
            for (var i = 0; i < 1000; i++) {
                assertThat(calculator.multiply(i, -7)).isEqualTo(-7 * i);
                checkOutline(shapes, i);
            }
        }
        checkBincode1(instance, Abi.serialized(Codec.bincode1()));
        checkBincode1(instance, Abi.serialized(Codec.bincode1()).staticBuffer());
        assertThat(instance.memory("memory").pages()).as("nothing is left behind").isLessThan(300);
    }

    private static void checkOutline(Shapes shapes, long id) {
        var corners = new Point[]{new Point(0, 0), new Point(3, 0), new Point(3, 4), new Point(99, 99)};
        var outline = shapes.outline(new Shape("triangle", true, 3, corners, 2, id));
        assertThat(outline.id).isEqualTo(id);
        assertThat(outline.centre).isEqualTo(new Point(4, 8.0 / 3));
        assertThat(outline.length).isCloseTo(24, within(1e-9));
        assertThat(outline.label).isEqualTo("triangle with 3 corners");
    }

    @ParameterizedTest
    @CsvSource({"bincode 2", "MessagePack", "JSON", "Protobuf"})
    void everyFormatOfRust(String format) throws IOException {
        var instance = guest("rust.wasm");
        var codec = codec(format);
        assertThat(codec).hasToString(format);
        for (var abi : List.of(Abi.serialized(codec), Abi.serialized(codec).staticBuffer())) {
            var calculator = calculator(format, instance, abi);
            var receipts = receipts(format, instance, abi);
            for (var x : new int[]{0, 1, -1, 250, 251, 70_000, Integer.MIN_VALUE}) {
                assertThat(calculator.multiply(x, 1)).isEqualTo(x);
            }
            assertThat(receipts.apply(ORDER)).isEqualTo(RECEIPT);
            assertThat(receipts.apply(EMPTY)).isEqualTo(NOTHING);
        }
    }

    interface Single {
        int negate(int x);

        String greet(String name);
    }

    interface SingleBincode1 extends Single {
        @Override
        @Export("negate_bincode")
        int negate(int x);

        @Override
        @Export("greet_bincode")
        String greet(String name);
    }

    interface SingleBincode2 extends Single {
        @Override
        @Export("negate_bincode2")
        int negate(int x);

        @Override
        @Export("greet_bincode2")
        String greet(String name);
    }

    interface SingleMessagePack extends Single {
        @Override
        @Export("negate_msgpack")
        int negate(int x);

        @Override
        @Export("greet_msgpack")
        String greet(String name);
    }

    interface SingleJson extends Single {
        @Override
        @Export("negate_json")
        int negate(int x);

        @Override
        @Export("greet_json")
        String greet(String name);
    }

    interface SingleProtobuf extends Single {
        @Override
        @Export("negate_protobuf")
        int negate(int x);

        @Override
        @Export("greet_protobuf")
        String greet(String name);
    }

    /** One number or text alone is what differs most between formats. */
    @ParameterizedTest
    @CsvSource({"bincode 1", "bincode 2", "MessagePack", "JSON", "Protobuf"})
    void oneParameterInEveryFormatOfRust(String format) throws IOException {
        var instance = guest("rust.wasm");
        for (var isStatic : new boolean[]{false, true}) {
            var single = single(format, instance, isStatic);
            for (var x : new int[]{0, 1, -1, 250, 251, 70_000, Integer.MAX_VALUE}) {
                assertThat(single.negate(x)).isEqualTo(-x);
            }
            assertThat(single.greet("Zoë")).isEqualTo("Good morning, Zoë");
            assertThat(single.greet("")).isEqualTo("Good morning, ");
        }
    }

    private static Single single(String format, Instance instance, boolean isStatic) {
        Class<? extends Single> type = switch (format) {
            case "bincode 1" -> SingleBincode1.class;
            case "bincode 2" -> SingleBincode2.class;
            case "MessagePack" -> SingleMessagePack.class;
            case "JSON" -> SingleJson.class;
            default -> SingleProtobuf.class;
        };
        var abi = Abi.serialized(codec(format));
        return Bindings.bind(LOOKUP, type, instance, isStatic ? abi.staticBuffer() : abi);
    }

    private static Codec codec(String format) {
        return switch (format) {
            case "bincode 1" -> Codec.bincode1();
            case "bincode 2" -> Codec.bincode2();
            case "MessagePack" -> Codec.messagePack();
            case "JSON" -> Codec.json();
            default -> Codec.protobuf();
        };
    }

    private static Calculator calculator(String format, Instance instance, BufferAbi abi) {
        return switch (format) {
            case "bincode 2" -> Bindings.bind(LOOKUP, Bincode2.class, instance, abi)::multiply;
            case "MessagePack" -> Bindings.bind(LOOKUP, MessagePack.class, instance, abi)::multiply;
            case "JSON" -> Bindings.bind(LOOKUP, Json.class, instance, abi)::multiply;
            default -> Bindings.bind(LOOKUP, Protobuf.class, instance, abi)::multiply;
        };
    }

    private static java.util.function.Function<Order, Receipt> receipts(String format, Instance instance,
            BufferAbi abi) {
        return switch (format) {
            case "bincode 2" -> Bindings.bind(LOOKUP, Bincode2.class, instance, abi)::receipt;
            case "MessagePack" -> Bindings.bind(LOOKUP, MessagePack.class, instance, abi)::receipt;
            case "JSON" -> Bindings.bind(LOOKUP, Json.class, instance, abi)::receipt;
            default -> Bindings.bind(LOOKUP, Protobuf.class, instance, abi)::receipt;
        };
    }

    interface Mistaken {
        @Export("receipt_bincode")
        Receipt receipt(Item item);
    }

    /** The types of both sides are not compared, since the export does not say: the guest notices, or the host. */
    @ParameterizedTest
    @ValueSource(strings = {"rust.wasm", "c.wasm", "assemblyscript.wasm", "go.wasm"})
    void aMessageOfAnotherTypeEndsTheCall(String name) throws IOException {
        var mistaken = Bindings.bind(LOOKUP, Mistaken.class, guest(name), Abi.serialized(Codec.bincode1()));
        assertThatThrownBy(() -> mistaken.receipt(new Item("x", 1, 2)))
                .isInstanceOfAny(Trap.class, BindException.class, ProcessExit.class);
    }
}
