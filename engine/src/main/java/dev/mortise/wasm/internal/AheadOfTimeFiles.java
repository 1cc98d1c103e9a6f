package dev.mortise.wasm.internal;

import dev.mortise.wasm.AheadOfTime;
import dev.mortise.wasm.Mortise;
import dev.mortise.wasm.internal.ahead.Layout;
import dev.mortise.wasm.internal.binary.ModuleDecoder;
import dev.mortise.wasm.internal.cache.EngineBuild;
import dev.mortise.wasm.internal.compile.AheadOfTimeCompiler;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.jar.Attributes.Name;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes what {@link AheadOfTimeCompiler} makes of a module. */
public final class AheadOfTimeFiles {

    /** Of all entries, so that the same module makes the same jar; a time that every tool can show. */
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);
    private static final String USUAL_PACKAGE = "guests.";
    private static final Set<String> RESERVED = Set.of("""
            abstract assert boolean break byte case catch char class const continue default do double else enum extends
            false final finally float for goto if implements import instanceof int interface long native new null
            package private protected public return short static strictfp super switch synchronized this throw throws
            transient true try void volatile while _""".split("\\s+"));
    /** Words that may stand in a package's name. */
    private static final Set<String> NO_TYPES = Set.of("permits", "record", "sealed", "var", "yield");

    private final String fileName;
    private final byte[] bytes;
    private final String accessor;
    private final boolean withFuel;
    private final AheadOfTime.Progress progress;
    private final Consumer<String> refusals;

    /**
     * @param fileName a name to show in stack traces where the module names itself nowhere
     * @param progress is told how far it is
     * @param refusals is told, in words, of each function that cannot be compiled
     */
    public AheadOfTimeFiles(String fileName, byte[] bytes, String accessor, boolean withFuel,
            AheadOfTime.Progress progress, Consumer<String> refusals) {
        this.fileName = fileName;
        this.bytes = bytes;
        this.accessor = accessor;
        this.withFuel = withFuel;
        this.progress = progress;
        this.refusals = refusals;
    }

    /** The accessor of a module for which none was named: {@code guests.CountVowels} for {@code count_vowels.wasm}. */
    public static String usualAccessor(String fileName) {
        var dot = fileName.lastIndexOf('.');
        var name = new StringBuilder();
        var startsWord = true;
        for (var c : (dot > 0 ? fileName.substring(0, dot) : fileName).toCharArray()) {
            var fits = Character.isJavaIdentifierPart(c) && c != '_' && !Character.isIdentifierIgnorable(c);
            if (fits) {
                name.append(startsWord ? Character.toUpperCase(c) : c);
            }
            startsWord = !fits;
        }
        if (name.isEmpty() || !Character.isJavaIdentifierStart(name.charAt(0))) {
            name.insert(0, "Module");
        }
        return USUAL_PACKAGE + name;
    }

    /**
     * Lets the name of a class through that Java code can use.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static String checkedAccessor(String className) {
        var parts = className.split("\\.", -1);
        for (var part : parts) {
            if (RESERVED.contains(part) || part.isEmpty() || !Character.isJavaIdentifierStart(part.charAt(0))
                    || !part.chars().allMatch(Character::isJavaIdentifierPart)) {
                throw noClass(className, "'" + part + "' is no identifier");
            }
        }
        if (parts.length == 1) {
            throw noClass(className, "it has no package");
        }
        if (parts[0].equals("java")) {
            throw noClass(className, "packages under java are the JDK's");
        }
        if (NO_TYPES.contains(parts[parts.length - 1])) {
            throw noClass(className, "'" + parts[parts.length - 1] + "' is no name of a type");
        }
        return className;
    }

    private static IllegalArgumentException noClass(String className, String reason) {
        return new IllegalArgumentException(
                "'" + className + "' is no name of a Java class such as com.example.Prism: " + reason);
    }

    /** Into a jar, under its name only when it is complete. */
    public void toJar(Path jar) throws IOException {
        if (Files.isDirectory(jar)) {
            throw new FileSystemException(jar.toString(), null, "is a folder; a jar is one file");
        }
        var parent = jar.toAbsolutePath().getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            throw new NoSuchFileException(jar.toString(), null, "there is no folder " + parent);
        }
        var compiler = compiler();
        if (Files.exists(jar) && !Files.isRegularFile(jar)) {
            // A device or a named pipe is written to, not replaced.
            write(Files.newOutputStream(jar), manifest(compiler.options()), compiler);
            return;
        }
        var target = Files.exists(jar) ? jar.toRealPath() : jar;
        var unfinished = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID() + ".new");
        try {
            write(Files.newOutputStream(unfinished, StandardOpenOption.CREATE_NEW), manifest(compiler.options()),
                    compiler);
            Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private void write(OutputStream out, Manifest manifest, AheadOfTimeCompiler compiler) throws IOException {
        try (var zip = new ZipOutputStream(new BufferedOutputStream(out))) {
            zip.putNextEntry(entry("META-INF/MANIFEST.MF"));
            manifest.write(zip);
            zip.closeEntry();
            compiler.compile((path, contents) -> {
                zip.putNextEntry(entry(path));
                zip.write(contents);
                zip.closeEntry();
            }, progress::made, refusals);
        }
    }

    private static ZipEntry entry(String path) {
        var entry = new ZipEntry(path);
        entry.setTimeLocal(TIME);
        return entry;
    }

    private Manifest manifest(String options) {
        var manifest = new Manifest();
        var attributes = manifest.getMainAttributes();
        attributes.put(Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Created-By", "Mortise " + Mortise.VERSION);
        attributes.putValue("Build-Jdk-Spec", String.valueOf(Runtime.version().feature()));
        // As it is: in small letters it could have one of Java's own words in it, which the name of no module may.
        attributes.putValue("Automatic-Module-Name", accessor);
        attributes.putValue("Mortise-Accessor", accessor);
        attributes.putValue("Mortise-Engine", Mortise.VERSION);
        attributes.putValue("Mortise-Engine-Build", EngineBuild.ofRuntime().orElse("unknown"));
        attributes.putValue("Mortise-Options", options);
        return manifest;
    }

    /**
     * Into a folder of classes, in which other things are, too.
     *
     * @return what was written there, with slashes
     */
    public List<String> toFolder(Path folder) throws IOException {
        var compiler = compiler();
        remove(folder, new Layout(accessor));
        var paths = new ArrayList<String>();
        compiler.compile((path, contents) -> {
            var file = file(folder, path);
            Files.createDirectories(file.resolveSibling("."));
            Files.write(file, contents);
            paths.add(path);
        }, progress::made, refusals);
        return paths;
    }

    private static Path file(Path folder, String path) throws IOException {
        try {
            return folder.resolve(path);
        } catch (InvalidPathException e) {
            throw new IOException(folder + ": " + path + " cannot be the name of a file here (" + e.getReason()
                    + "): name the class otherwise", e);
        }
    }

    private static void remove(Path folder, Layout layout) throws IOException {
        // First what the rest is found by.
        Files.deleteIfExists(file(folder, layout.facts()));
        Files.deleteIfExists(file(folder, layout.accessorFile()));
        var data = file(folder, layout.data());
        if (Files.isDirectory(data)) {
            try (var files = Files.walk(data)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        var classes = file(folder, layout.packageName().replace('.', '/'));
        if (Files.isDirectory(classes)) {
            try (var files = Files.newDirectoryStream(classes, "*.class")) {
                for (var file : files) {
                    Files.delete(file);
                }
            }
        }
    }

    private AheadOfTimeCompiler compiler() {
        return new AheadOfTimeCompiler(ModuleDecoder.decode(bytes), fileName, accessor, withFuel);
    }
}
