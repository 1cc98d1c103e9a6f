package dev.mortise.maven;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** What the tests compile, what they compile it with, and what they run it with. */
final class Samples {

    private Samples() {}

    /** A module with a function {@code answer} that answers a number from 0 to 63. */
    static byte[] module(int answer) {
        return new byte[]{0, 'a', 's', 'm', 1, 0, 0, 0,
            1, 5, 1, 0x60, 0, 1, 0x7F,
            3, 2, 1, 0,
            7, 10, 1, 6, 'a', 'n', 's', 'w', 'e', 'r', 0, 0,
            10, 6, 1, 4, 0, 0x41, (byte) answer, 0x0B};
    }

    /** A module with a function that calls more others than a class file can name, and one that does nothing. */
    static byte[] tooBig() {
        var count = 30_000;
        var functions = new ByteArrayOutputStream();
        number(functions, count + 1);
        var code = new ByteArrayOutputStream();
        number(code, count + 1);
        var body = new ByteArrayOutputStream();
        body.write(0);
        for (var i = 0; i < count; i++) {
            functions.write(0);
            code.writeBytes(new byte[]{2, 0, 0x0B});
            body.write(0x10);
            number(body, i);
        }
        body.write(0x0B);
        functions.write(0);
        number(code, body.size());
        code.writeBytes(body.toByteArray());
        var module = new ByteArrayOutputStream();
        module.writeBytes(new byte[]{0, 'a', 's', 'm', 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3});
        number(module, functions.size());
        module.writeBytes(functions.toByteArray());
        module.write(10);
        number(module, code.size());
        module.writeBytes(code.toByteArray());
        return module.toByteArray();
    }

    private static void number(ByteArrayOutputStream out, int number) {
        var left = number;
        for (; left > 0x7F; left >>>= 7) {
            out.write(left | 0x80);
        }
        out.write(left);
    }

    /** The engine as the tests have it, a jar or a folder of classes. */
    static Path engine() {
        return place("dev.mortise.wasm.Mortise");
    }

    /** The plug-in's classes and its descriptor. */
    static Path plugin() {
        return place(CompileMojo.class.getName());
    }

    private static Path place(String className) {
        try {
            return Path.of(Class.forName(className).getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (ClassNotFoundException | URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** The JDK that runs the tests. */
    static Path jdk() {
        return Path.of(System.getProperty("java.home"));
    }

    /** The JDK that runs Maven, which may be an older one. */
    static Path mavensJava() {
        return Path.of(System.getProperty("test.maven.java", ""));
    }

    /** Runs a program, for ten minutes at most; what it prints, before its exit status. */
    static String run(ProcessBuilder program) throws IOException, InterruptedException {
        var output = Files.createTempFile("mortise", ".txt");
        var process = program.redirectErrorStream(true).redirectOutput(output.toFile()).start();
        try {
            process.getOutputStream().close();
            var hasEnded = process.waitFor(10, TimeUnit.MINUTES);
            return Files.readString(output) + (hasEnded ? "exit status " + process.exitValue() : "and does not end");
        } finally {
            process.destroyForcibly();
            Files.delete(output);
        }
    }

    /** Runs a class; what it prints, before its exit status. */
    static String java(List<Path> classPath, String className) throws IOException, InterruptedException {
        var path = String.join(System.getProperty("path.separator"), classPath.stream().map(Path::toString).toList());
        return run(new ProcessBuilder(jdk().resolve("bin/java").toString(), "-cp", path, className));
    }

    /** A jar, of one or of what is in a folder. */
    static void jar(Path source, Path jar) throws IOException {
        Files.createDirectories(jar.resolveSibling("."));
        Files.deleteIfExists(jar);
        if (Files.isRegularFile(source)) {
            Files.copy(source, jar);
            return;
        }
        try (var zip = new ZipOutputStream(Files.newOutputStream(jar)); var files = Files.walk(source)) {
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                zip.putNextEntry(new ZipEntry(source.relativize(file).toString().replace('\\', '/')));
                zip.write(Files.readAllBytes(file));
            }
        }
    }
}
