package dev.mortise.wasm.internal.ahead;

import dev.mortise.wasm.internal.runtime.ClassSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What has to be known of a module that was compiled, beside its bytes and classes. Immutable.
 *
 * @param engineVersion the version of the engine that compiled it
 * @param engineBuild what of the engine its classes call; empty if that could not be told
 * @param moduleName what {@link dev.mortise.wasm.Module#name} answers
 * @param functionsClasses how many classes the functions are spread over
 * @param importsAClass how many imports a class has
 * @param differing by variant other than {@link Variant#PLAIN}, the numbers of the classes of functions that are its own
 */
public record Facts(String engineVersion, String engineBuild, String moduleName, int functionsClasses,
        int importsAClass, Map<Variant, BitSet> differing) {

    /** Counts up when anything here or in {@link Layout} changes. */
    private static final int FORMAT = 1;

    /**
     * Reads them.
     *
     * @throws IOException if they are of another format, or no facts at all
     */
    public static Facts parse(byte[] file) throws IOException {
        try (var in = new DataInputStream(new ByteArrayInputStream(file))) {
            var format = in.readInt();
            var version = text(in);
            if (format != FORMAT) {
                throw new IOException("it was compiled by version " + version + " of the engine in another format");
            }
            var build = text(in);
            var name = text(in);
            var functions = in.readInt();
            var imports = in.readInt();
            var differing = new LinkedHashMap<Variant, BitSet>();
            for (var left = in.readInt(); left > 0; left--) {
                differing.put(new Variant(in.readBoolean(), in.readBoolean()), BitSet.valueOf(bytes(in)));
            }
            return new Facts(version, build, name, functions, imports, differing);
        } catch (EOFException e) {
            throw new IOException("the file " + Layout.FACTS + " is damaged", e);
        }
    }

    /** The file. */
    public byte[] toBytes() {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeInt(FORMAT);
            write(out, engineVersion.getBytes(StandardCharsets.UTF_8));
            write(out, engineBuild.getBytes(StandardCharsets.UTF_8));
            write(out, moduleName.getBytes(StandardCharsets.UTF_8));
            out.writeInt(functionsClasses);
            out.writeInt(importsAClass);
            out.writeInt(differing.size());
            for (var each : differing.entrySet()) {
                out.writeBoolean(each.getKey().countsRounds());
                out.writeBoolean(each.getKey().isMetered());
                write(out, each.getValue().toByteArray());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        var length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new EOFException();
        }
        return in.readNBytes(length);
    }

    /** Whether there is what a variant needs. */
    public boolean has(Variant variant) {
        return variant.equals(Variant.PLAIN) || differing.containsKey(variant);
    }

    /** The variant under which a class lies that this one needs. */
    public Variant home(Variant wanted, String simpleName) {
        if (simpleName.startsWith(ClassSource.FUNCTIONS)) {
            var number = Integer.parseInt(simpleName.substring(ClassSource.FUNCTIONS.length()));
            for (var each : wanted.inOrder()) {
                if (differing.getOrDefault(each, new BitSet()).get(number)) {
                    return each;
                }
            }
        }
        return Variant.PLAIN;
    }
}
