package dev.mortise.lab.host;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** No runtime: the same work in Java. */
final class JavaRuntime implements HostRuntime {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final double LARGEST = 999_999;

    @Override
    public String title() {
        return "Java " + Runtime.version();
    }

    @Override
    public Set<Task> tasks() {
        return EnumSet.allOf(Task.class);
    }

    /** As the guests do it, 8 bytes at a time: once for consume, twice for echo, four times for reflect. */
    @Override
    public PluginFunction plugin(byte[] wasm, String function) {
        return switch (function) {
            case "memcpy" -> byte[]::clone;
            case "consume" -> input -> {
                consumed = copy(input);
                return new byte[0];
            };
            case "echo" -> input -> copy(copy(input));
            default -> input -> copy(copy(copy(copy(input))));
        };
    }

    /** Keeps what was read alive, so that it is read. */
    @SuppressWarnings("unused")
    private volatile byte[] consumed = {};

    private static byte[] copy(byte[] from) {
        var to = new byte[from.length];
        int i = 0;
        for (; i <= from.length - Long.BYTES; i += Long.BYTES) {
            LONG.set(to, i, (long) LONG.get(from, i));
        }
        for (; i < from.length; i++) {
            to[i] = from[i];
        }
        return to;
    }

    @Override
    public Code compile(byte[] wasm) {
        throw new UnsupportedOperationException("Java runs no guest");
    }

    /** The program of the experiment, line by line. */
    @Override
    public Split run(byte[] wasm, List<String> arguments) {
        var split = new Split();
        int loops = Integer.parseInt(arguments.getLast());
        var random = ThreadLocalRandom.current();
        var all = new double[4];
        int count = 0;
        for (int i = 0; i < loops; i++) {
            if (count == all.length) {
                all = Arrays.copyOf(all, 2 * count);
            }
            all[count++] = random.nextDouble(0, LARGEST) * i;
        }
        System.out.println("Vector length: " + count);
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += all[i];
        }
        System.out.println("Result: " + sum / loops);
        return split.end("run");
    }
}
