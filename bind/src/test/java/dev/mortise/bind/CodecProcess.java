package dev.mortise.bind;

import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Optional;

/** Writes and reads a message in the format named by the argument; silent if all is well. */
final class CodecProcess {

    record Message(long number, double ratio, String text, Optional<Boolean> flag, List<Integer> list) {
    }

    interface Echo {
        Message echo(Message message);
    }

    private CodecProcess() {}

    public static void main(String[] arguments) {
        var codec = switch (arguments[0]) {
            case "messagePack" -> Codec.messagePack();
            case "protobuf" -> Codec.protobuf();
            default -> Codec.json();
        };
        var echo = Bindings.bind(MethodHandles.lookup(), Echo.class, Guests.instance(Guests.BUFFERS),
                Abi.serialized(codec));
        var message = new Message(-1, 0.5, "h\u00e9", Optional.of(true), List.of(300, -1));
        if (!echo.echo(message).equals(message)) {
            System.exit(1);
        }
    }
}
