package dev.mortise.lab.host;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.io.ByteSequence;

/** GraalWasm, through GraalVM's API for languages. On a JVM without the Graal compiler it interprets. */
final class GraalRuntime implements HostRuntime {

    private static final String WASM = "wasm";
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    @Override
    public String title() {
        try (var engine = engine()) {
            return "GraalWasm " + JarVersion.of(Engine.class) + (engine.getImplementationName().contains("Interpreted")
                    ? " (interpreter: this JVM has no Graal compiler)"
                    : "");
        }
    }

    @Override
    public Set<Task> tasks() {
        return EnumSet.of(Task.FFI, Task.MULTIPLY, Task.SIMULATE, Task.TRANSFER);
    }

    /** Without the warning about a missing compiler, which the title tells. */
    private static Engine engine() {
        return Engine.newBuilder(WASM).option("engine.WarnInterpreterOnly", "false").build();
    }

    private static Source source(byte[] wasm) {
        try {
            return Source.newBuilder(WASM, ByteSequence.create(wasm), "guest").build();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Code compile(byte[] wasm) {
        var context = Context.newBuilder(WASM).engine(engine()).build();
        var module = context.eval(source(wasm));
        return () -> new GraalGuest(module.newInstance().getMember("exports"));
    }

    @Override
    public Split run(byte[] wasm, List<String> arguments) throws IOException {
        var split = new Split();
        try (var engine = engine();
                var context = Context.newBuilder(WASM).engine(engine).out(System.out).err(System.err)
                        .option("wasm.Builtins", "wasi_snapshot_preview1")
                        .arguments(WASM, arguments.toArray(String[]::new)).build()) {
            split.end("start");
            var module = context.eval(source(wasm));
            split.end("compile");
            var exports = module.newInstance().getMember("exports");
            split.end("instantiate");
            try {
                exports.getMember("_start").executeVoid();
            } catch (PolyglotException e) {
                if (!e.isExit() || e.getExitStatus() != 0) {
                    throw e;
                }
            }
            return split.end("run");
        }
    }

    private record GraalGuest(Value exports) implements Guest {

        @Override
        public GuestFunction function(String name, String parameters) {
            return new GraalFunction(exports.getMember(name), parameters);
        }

        @Override
        public GuestMemory memory() {
            return new GraalMemory(exports.getMember("memory"));
        }
    }

    private record GraalFunction(Value function, String parameters) implements GuestFunction {

        @Override
        public long call(long... arguments) {
            return result(function.execute(boxed(arguments)));
        }

        @Override
        public Preloaded preload(long... arguments) {
            var boxes = boxed(arguments);
            return () -> result(function.execute(boxes));
        }

        /** An i32 has to be an Integer, an i64 a Long. */
        private Object[] boxed(long... arguments) {
            var boxes = new Object[arguments.length];
            for (int i = 0; i < boxes.length; i++) {
                boxes[i] = parameters.charAt(i) == 'i' ? (Object) (int) arguments[i] : (Object) arguments[i];
            }
            return boxes;
        }

        private static long result(Value value) {
            return value.fitsInLong() ? value.asLong() : 0;
        }
    }

    private record GraalMemory(Value memory) implements GuestMemory {

        @Override
        public void writeInt(int address, int value) {
            memory.writeBufferInt(ByteOrder.LITTLE_ENDIAN, Integer.toUnsignedLong(address), value);
        }

        @Override
        public void writeLong(int address, long value) {
            memory.writeBufferLong(ByteOrder.LITTLE_ENDIAN, Integer.toUnsignedLong(address), value);
        }

        /** The API has no way to write many bytes at once. */
        @Override
        public void write(int address, byte[] bytes) {
            long start = Integer.toUnsignedLong(address);
            int i = 0;
            for (; i <= bytes.length - Long.BYTES; i += Long.BYTES) {
                memory.writeBufferLong(ByteOrder.LITTLE_ENDIAN, start + i, (long) LONG.get(bytes, i));
            }
            for (; i < bytes.length; i++) {
                memory.writeBufferByte(start + i, bytes[i]);
            }
        }
    }
}
