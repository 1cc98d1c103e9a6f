package dev.mortise.bind.internal;

/** The format behind each name. */
final class Formats {

    private static final Format C = new FixedFormat(Layout.Packing.C);

    private Formats() {}

    /**
     * The format of this name.
     *
     * @throws Misfit if its library is not there; the message says what to add
     */
    static Format of(CodecKind kind) throws Misfit {
        return switch (kind) {
            case C_STRUCT -> C;
            case BINCODE_1 -> Bincode.FIXED_INTEGERS;
            case BINCODE_2 -> Bincode.VARIABLE_INTEGERS;
            case MESSAGE_PACK -> library(kind, "org.msgpack.core.MessagePack", "org.msgpack:msgpack-core",
                    () -> new MessagePackFormat());
            case JSON -> library(kind, "tools.jackson.databind.json.JsonMapper",
                    "tools.jackson.core:jackson-databind 3", () -> new JsonFormat());
            case PROTOBUF -> library(kind, "com.google.protobuf.CodedInputStream",
                    "com.google.protobuf:protobuf-java", () -> new ProtobufFormat());
            case STRING -> RawFormat.STRING;
            case BYTES -> RawFormat.BYTES;
            case NUMBERS -> NumberFormat.NUMBERS;
        };
    }

    /** Something that makes a format: in a lambda expression's body, which loads its class when it runs. */
    @FunctionalInterface
    private interface Maker {
        Format make();
    }

    private static Format library(CodecKind kind, String aClass, String artifact, Maker maker) throws Misfit {
        try {
            Class.forName(aClass, false, Formats.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new Misfit(
                    "the codec " + kind + " needs the library " + artifact + ", which is not there: add it to the "
                            + "class path, or to the module path with --add-modules");
        }
        return maker.make();
    }
}
