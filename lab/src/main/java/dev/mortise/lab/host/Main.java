package dev.mortise.lab.host;

import java.io.IOException;

/** One measurement in one process. */
public final class Main {

    /** The system property that names a folder for compiled code, where a run with a cache is asked for. */
    public static final String CODE_FOLDER = "mortise.lab.code";

    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final int CANNOT = 3;

    private Main() {}

    /** {@code RUNTIME TASK key=value...}, or {@code RUNTIME --tasks}. */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    private static int run(String... arguments) {
        try {
            if (arguments.length < 2) {
                throw new UsageException("usage: RUNTIME TASK key=value..., or RUNTIME --tasks");
            }
            var runtime = HostRuntime.named(arguments[0]);
            if (arguments[1].equals("--tasks")) {
                System.out.println(JsonLine.ofTasks(runtime));
                return 0;
            }
            System.out.println(JsonLine.of(runtime.title(), perform(runtime, Request.parse(arguments))));
            return 0;
        } catch (UsageException e) {
            System.err.println(e.getMessage());
            return USAGE;
        } catch (UnsupportedOperationException e) {
            System.err.println(e.getMessage());
            return CANNOT;
        } catch (Throwable e) {
            // The lab shows the last line; the rest is in its log.
            e.printStackTrace();
            System.err.println(String.valueOf(e).lines().findFirst().orElse("failed"));
            return FAILED;
        }
    }

    private static Outcome perform(HostRuntime runtime, Request request) throws IOException {
        var task = Task.named(request.task());
        if (!runtime.tasks().contains(task)) {
            throw new UnsupportedOperationException("%s cannot do %s".formatted(runtime.title(), request.task()));
        }
        return switch (task) {
            case THROUGHPUT -> Throughput.measure(runtime, request);
            case FFI -> Program.run(runtime, request);
            case MULTIPLY -> Multiply.measure(runtime, request);
            case SIMULATE -> Simulate.measure(runtime, request);
            case TRANSFER -> Transfer.measure(runtime, request);
        };
    }
}
