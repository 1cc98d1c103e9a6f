package dev.mortise.wasm.ahead;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mortise.wasm.AheadOfTime;
import dev.mortise.wasm.CodeCache;
import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.InvalidModuleException;
import dev.mortise.wasm.Module;
import dev.mortise.wasm.Mortise;
import dev.mortise.wasm.ValueType;
import dev.mortise.wasm.build.ModuleBuilder;
import dev.mortise.wasm.internal.PrecompiledModule;
import dev.mortise.wasm.internal.ahead.Facts;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.jar.JarFile;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AheadOfTimeTest {

    private static final String ACCESSOR = "com.example.Guest";
    private static final String DATA = "META-INF/mortise/" + ACCESSOR + "/";
    private static final String FUNCTIONS = "wasm/com/example/Guest/Functions0.class";
    private static final byte[] GUEST = AheadOfTimeProcess.guest();
    private static final List<String> EXPECTED = AheadOfTimeProcess.answers(Module.parse("guest.wasm", GUEST), false);
    private static final List<String> EXPECTED_WITH_FUEL =
            AheadOfTimeProcess.answers(Module.parse("guest.wasm", GUEST), true);

    @TempDir
    Path folder;
    private Path jar;
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void compile() throws IOException {
        jar = folder.resolve("guest.jar");
        compilation().toJar(jar);
    }

    private static AheadOfTime.Compilation compilation() {
        return AheadOfTime.compile("guest.wasm", GUEST).accessor(ACCESSOR);
    }

    /** The engine as users have it who compile when they build: without the packages that make classes of modules. */
    private static final class WithoutCompiler extends URLClassLoader {

        private static final List<String> MISSING =
                List.of("dev.mortise.wasm.internal.compile.", "dev.mortise.wasm.internal.idiom.",
                        "dev.mortise.wasm.internal.validate.", "dev.mortise.wasm.internal.Compilation",
                        "dev.mortise.wasm.internal.AheadOfTimeFiles");

        WithoutCompiler(Path... jars) throws IOException {
            super(urls(jars), ClassLoader.getPlatformClassLoader());
        }

        private static URL[] urls(Path... jars) throws MalformedURLException {
            var all = new ArrayList<URL>();
            for (var type : new Class<?>[]{Mortise.class, AheadOfTimeProcess.class}) {
                all.add(place(type));
            }
            for (var each : jars) {
                all.add(each.toUri().toURL());
            }
            return all.toArray(new URL[0]);
        }

        /** The JDK's loaders would give the engine that this test itself runs with. */
        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("dev.mortise.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                var loaded = findLoadedClass(name);
                return loaded != null ? loaded : findClass(name);
            }
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (MISSING.stream().anyMatch(name::startsWith)) {
                throw new ClassNotFoundException(name + " is not to be there");
            }
            return super.findClass(name);
        }

        Object answers(boolean withFuel) throws ReflectiveOperationException {
            return loadClass(AheadOfTimeProcess.class.getName()).getMethod("answersOf", String.class, boolean.class)
                    .invoke(null, ACCESSOR, withFuel);
        }
    }

    /** Where the build has put a class. */
    static URL place(Class<?> type) throws MalformedURLException {
        var file = type.getSimpleName() + ".class";
        var found = type.getResource(file);
        assertThat(found).isNotNull();
        var text = String.valueOf(found);
        return Path.of(java.net.URI.create(text.substring(0, text.length() - file.length()
                - type.getPackageName().length() - 1))).toUri().toURL();
    }

    private static Map<String, byte[]> contents(Path file) throws IOException {
        var contents = new TreeMap<String, byte[]>();
        try (var zip = new ZipFile(file.toFile())) {
            for (var entry : (Iterable<ZipEntry>) zip.stream().map(ZipEntry.class::cast)::iterator) {
                contents.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        return contents;
    }

    /** Another jar with other contents. */
    private Path changed(BiFunction<String, byte[], byte[]> change) throws IOException {
        var target = Files.createTempFile(folder, "changed", ".jar");
        write(target, contents(jar), change);
        return target;
    }

    private static void write(Path target, Map<String, byte[]> contents, BiFunction<String, byte[], byte[]> change)
            throws IOException {
        write(target, contents, change, ZipOutputStream.DEFLATED);
    }

    private static void write(Path target, Map<String, byte[]> contents, BiFunction<String, byte[], byte[]> change,
            int method) throws IOException {
        try (var zip = new ZipOutputStream(Files.newOutputStream(target))) {
            zip.setMethod(method);
            for (var each : contents.entrySet()) {
                var bytes = change.apply(each.getKey(), each.getValue());
                var entry = new ZipEntry(each.getKey());
                var checksum = new CRC32();
                checksum.update(bytes);
                entry.setCrc(checksum.getValue());
                entry.setSize(bytes.length);
                zip.putNextEntry(entry);
                zip.write(bytes);
            }
        }
    }

    /** Each short constant that is the answer becomes another one. */
    private static byte[] plant(byte[] file, int answer) {
        var changed = file.clone();
        for (var i = 0; i + 2 < changed.length; i++) {
            if (changed[i] == 0x11 && changed[i + 1] == (byte) (AheadOfTimeProcess.ANSWER >> 8)
                    && changed[i + 2] == (byte) AheadOfTimeProcess.ANSWER) {
                changed[i + 1] = (byte) (answer >> 8);
                changed[i + 2] = (byte) answer;
            }
        }
        return changed;
    }

    private Path ofBuild(String build) throws IOException {
        return changed((name, bytes) -> {
            if (!name.equals(DATA + "facts")) {
                return bytes;
            }
            try {
                var facts = Facts.parse(bytes);
                return new Facts(facts.engineVersion(), build, facts.moduleName(), facts.functionsClasses(),
                        facts.importsAClass(), facts.differing()).toBytes();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    @Test
    void whatWasCompiledRunsWithoutTheCompiler() throws Exception {
        try (var loader = new WithoutCompiler(jar)) {
            assertThat(loader.answers(false)).isEqualTo(EXPECTED);
            assertThatThrownBy(() -> loader.loadClass("dev.mortise.wasm.internal.compile.ModuleCompiler"))
                    .isInstanceOf(ClassNotFoundException.class);
        }
    }

    @Test
    void andSoItDoesWithFuelIfAsked() throws Exception {
        compilation().withFuel().toJar(jar);
        try (var loader = new WithoutCompiler(jar)) {
            assertThat(loader.answers(true)).isEqualTo(EXPECTED_WITH_FUEL);
        }
        try (var loader = new WithoutCompiler(jar)) {
            assertThat(loader.answers(false)).isEqualTo(EXPECTED);
        }
    }

    @Test
    void aFolderOfClassesServesAsWell() throws Exception {
        var classes = Files.createDirectories(folder.resolve("classes"));
        Files.writeString(classes.resolve("other.txt"), "stays");
        var stale = classes.resolve("wasm/com/example/Guest/Functions99.class");
        compilation().toFolder(classes);
        Files.writeString(stale, "of an earlier compilation");
        compilation().toFolder(classes);
        assertThat(stale).doesNotExist();
        assertThat(classes.resolve("other.txt")).exists();
        try (var loader = new WithoutCompiler(classes)) {
            assertThat(loader.answers(false)).isEqualTo(EXPECTED);
        }
    }

    @Test
    void theClassesOfTheJarRunAndNothingIsCompiledOrValidatedAgain() throws Exception {
        var planted = changed((name, bytes) -> name.equals(FUNCTIONS) || name.equals(DATA + "rounds/Functions0.class")
                ? plant(bytes, 22_222)
                : bytes);
        assertThat(AheadOfTimeProcess.answers(PrecompiledModule.read(planted, Optional.empty(), told::add), false))
                .startsWith("[22222]").endsWith(EXPECTED.subList(1, EXPECTED.size()).toArray(new String[0]));
        assertThat(told).isEmpty();
    }

    /** Which of the two an engine needs is known only when it runs: the serial collector's loops have no poll. */
    @Test
    void loopsPollWhereTheJvmLeavesThatOut() throws Exception {
        var planted = changed((name, bytes) -> name.equals(FUNCTIONS) ? plant(bytes, 22_222)
                : name.equals(DATA + "rounds/Functions0.class") ? plant(bytes, 3_333) : bytes);
        assertThat(process(planted, "-XX:+UseSerialGC")).startsWith("[[3333], ");
        assertThat(process(planted, "-XX:+UseG1GC")).startsWith("[[22222], ");
    }

    private static String process(Path jarFile, String collector) throws Exception {
        var path = String.join(System.getProperty("path.separator"),
                Path.of(place(Mortise.class).toURI()).toString(),
                Path.of(place(AheadOfTimeProcess.class).toURI()).toString(), jarFile.toString());
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(java, collector, "-cp", path, AheadOfTimeProcess.class.getName(), ACCESSOR)
                .redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return output;
    }

    @Test
    void theSameModuleMakesTheSameFile() throws IOException {
        var again = folder.resolve("again.jar");
        compilation().toJar(again);
        assertThat(Files.mismatch(jar, again)).isEqualTo(-1);
        compilation().withFuel().toJar(again);
        assertThat(Files.mismatch(jar, again)).isNotEqualTo(-1);
    }

    @Test
    void theManifestSaysWhatMadeIt() throws IOException {
        try (var file = new JarFile(jar.toFile())) {
            var attributes = file.getManifest().getMainAttributes();
            assertThat(attributes.getValue("Mortise-Accessor")).isEqualTo(ACCESSOR);
            assertThat(attributes.getValue("Mortise-Engine")).isEqualTo(Mortise.VERSION);
            assertThat(attributes.getValue("Mortise-Engine-Build")).hasSize(64);
            assertThat(attributes.getValue("Mortise-Options")).isEqualTo("none");
            assertThat(attributes.getValue("Build-Jdk-Spec")).isEqualTo("" + Runtime.version().feature());
            assertThat(attributes.getValue("Automatic-Module-Name")).isEqualTo(ACCESSOR);
        }
    }

    /** Small letters would make one of Java's own words of it, and a module path with the jar would be refused. */
    @Test
    void theJarIsAModuleWhateverTheGuestIsCalled() throws IOException {
        AheadOfTime.compile("default.wasm", GUEST).toJar(jar);
        assertThat(ModuleFinder.of(jar).findAll()).extracting(found -> found.descriptor().name())
                .containsExactly("guests.Default");
    }

    @Test
    void aLinkToAJarStaysALink() throws IOException {
        var link = Files.createSymbolicLink(folder.resolve("link.jar"), jar);
        AheadOfTime.compile("guest.wasm", GUEST).accessor("com.example.Other").toJar(link);
        assertThat(link).isSymbolicLink();
        assertThat(contents(jar)).containsKey("com/example/Other.class");
    }

    /** File systems take names of some 255 bytes. */
    @Test
    void aFunctionMayHaveMoreParametersThanTheNameOfAFileHasBytes() throws Exception {
        var parameters = Collections.nCopies(600, ValueType.I32);
        var builder = new ModuleBuilder();
        builder.function("last", FunctionType.of(parameters.toArray(ValueType[]::new)).returning(ValueType.I32),
                code -> code.get(599));
        var classes = Files.createDirectory(folder.resolve("classes"));
        AheadOfTime.compile("many.wasm", builder.toBytes()).accessor(ACCESSOR).toFolder(classes);
        try (var loader = new URLClassLoader(new URL[]{classes.toUri().toURL()}, getClass().getClassLoader())) {
            var arguments = IntStream.range(0, 600).boxed().toArray();
            assertThat(AheadOfTime.module(loader.loadClass(ACCESSOR)).instantiate().function("last").call(arguments))
                    .containsExactly(599);
        }
    }

    @Test
    void aJarWithDamagedFactsIsCompiledAnewAndSaysSo() throws IOException {
        for (var left : new int[]{0, 3, 6, 30, 60}) {
            var damaged = changed((name, bytes) -> name.equals(DATA + "facts") ? Arrays.copyOf(bytes, left) : bytes);
            told.clear();
            assertThat(AheadOfTimeProcess.answers(PrecompiledModule.read(damaged, Optional.empty(), told::add), false))
                    .isEqualTo(EXPECTED);
            assertThat(told).singleElement().asString().contains("the file facts is damaged");
        }
    }

    @Test
    void anotherBuildOfTheEngineCompilesItAnewAndSaysSo() throws Exception {
        var other = ofBuild("another");
        assertThat(AheadOfTimeProcess.answers(PrecompiledModule.read(other, Optional.empty(), told::add), false))
                .isEqualTo(EXPECTED);
        assertThat(told).containsExactly(other + " is compiled anew whenever it is loaded, because it was compiled by "
                + "another build of version " + Mortise.VERSION + " of the engine; compile it again with 'mortise "
                + "compile' or its Maven plug-in");
    }

    /** Two builds of which nothing is known are not the same. */
    @Test
    void anUnknownBuildOfTheEngineIsAnotherOne() throws IOException {
        var unknown = ofBuild("");
        assertThat(AheadOfTimeProcess.answers(PrecompiledModule.read(unknown, Optional.empty(), told::add), false))
                .isEqualTo(EXPECTED);
        assertThat(told).singleElement().asString().contains("is compiled anew", "the engine that compiled it could "
                + "not tell which build of it that is");
    }

    @Test
    void whatIsCompiledAnewIsKeptInACache() throws IOException {
        var other = ofBuild("another");
        var kept = folder.resolve("cache");
        try (var cache = CodeCache.open(kept)) {
            var module = PrecompiledModule.read(other, Optional.of(cache), told::add);
            assertThat(AheadOfTimeProcess.answers(module, false)).isEqualTo(EXPECTED);
            assertThat(AheadOfTimeProcess.answers(module, true)).isEqualTo(EXPECTED_WITH_FUEL);
        }
        assertThat(kept).isDirectoryContaining("glob:**.code");
        assertThat(told).singleElement().asString().startsWith(other + " is compiled anew, because");
    }

    @Test
    void withoutTheCompilerAnotherBuildIsRefused() throws Exception {
        try (var loader = new WithoutCompiler(ofBuild("another"))) {
            assertThatThrownBy(() -> loader.answers(false)).isInstanceOf(InvocationTargetException.class).cause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(ACCESSOR + " cannot be used: it was compiled by another build of version "
                            + Mortise.VERSION + " of the engine, and this engine came without its compiler; compile it "
                            + "again with 'mortise compile' or its Maven plug-in");
        }
    }

    @Test
    void fuelThatNobodyCompiledForIsCompiledAnewOrRefused() throws Exception {
        assertThat(AheadOfTimeProcess.answers(PrecompiledModule.read(jar, Optional.empty(), told::add), true))
                .isEqualTo(EXPECTED_WITH_FUEL);
        assertThat(told).singleElement().asString().contains("is compiled anew", "fuel");
        try (var loader = new WithoutCompiler(jar)) {
            assertThatThrownBy(() -> loader.answers(true)).isInstanceOf(InvocationTargetException.class).cause()
                    .isInstanceOf(IllegalStateException.class).hasMessageContaining("mortise compile --fuel");
        }
    }

    @Test
    void whatIsNoSuchJarIsRefused() throws IOException {
        var none = changed((name, bytes) -> bytes);
        write(none, Map.of("a.txt", new byte[1]), (name, bytes) -> bytes);
        assertThatIOException().isThrownBy(() -> AheadOfTime.read(none))
                .withMessage(none + ": there is no module in there that was compiled ahead of time");
        Files.writeString(none, "text");
        assertThatIOException().isThrownBy(() -> AheadOfTime.read(none))
                .withMessageStartingWith(none + ": this is no jar: ");
        var two = new TreeMap<>(contents(jar));
        compilation().accessor("com.example.Other").toJar(jar);
        two.putAll(contents(jar));
        write(none, two, (name, bytes) -> bytes);
        assertThatIOException().isThrownBy(() -> AheadOfTime.read(none)).withMessageContaining("there are several")
                .withMessageContaining("com.example.Guest, com.example.Other");
        assertThatThrownBy(() -> AheadOfTime.module(AheadOfTimeTest.class)).hasMessageContaining(
                "there is no module of this class that was compiled ahead of time");
    }

    @Test
    void aMissingPartIsNamed() throws IOException {
        var left = new TreeMap<>(contents(jar));
        left.remove(FUNCTIONS);
        left.remove(DATA + "rounds/Functions0.class");
        write(jar, left, (name, bytes) -> bytes);
        var module = AheadOfTime.read(jar);
        assertThatThrownBy(() -> AheadOfTimeProcess.answers(module, false)).isInstanceOf(LinkageError.class)
                .hasMessageStartingWith(jar + ": ").hasMessageContaining("Functions0.class is missing");
    }

    /** The library for archives finds nothing wrong with bytes that are not compressed. */
    @Test
    void aDamagedPartIsNamedWithItsJar() throws IOException {
        for (var part : List.of("wasm/com/example/Guest/Instance.class", DATA + "module.wasm")) {
            var stored = changed((name, bytes) -> bytes);
            write(stored, contents(jar), (name, bytes) -> bytes, ZipOutputStream.STORED);
            var bytes = Files.readAllBytes(stored);
            var original = Objects.requireNonNull(contents(jar).get(part));
            bytes[new String(bytes, ISO_8859_1).indexOf(new String(original, ISO_8859_1)) + original.length / 2] ^= 1;
            Files.write(stored, bytes);
            assertThatThrownBy(() -> AheadOfTimeProcess.answers(AheadOfTime.read(stored), false)).as(part)
                    .hasMessageStartingWith(stored + ": " + part).hasMessageContaining("checksum");
        }
    }

    @Test
    void anInvalidModuleInAJarIsToldWithItsName() throws IOException {
        var invalid =
                changed((name, bytes) -> name.equals(DATA + "module.wasm") ? new byte[]{0, 'a', 's', 'm'} : bytes);
        assertThatIOException().isThrownBy(() -> AheadOfTime.read(invalid))
                .withMessageStartingWith(invalid + ": " + DATA + "module.wasm: ");
    }

    /** On Windows nobody could delete or replace it. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aJarThatIsRefusedIsNotKeptOpen() throws IOException {
        var invalid =
                changed((name, bytes) -> name.equals(DATA + "module.wasm") ? new byte[]{0, 'a', 's', 'm'} : bytes);
        var none = changed((name, bytes) -> bytes);
        write(none, Map.of("a.txt", new byte[1]), (name, bytes) -> bytes);
        for (var each : List.of(invalid, none)) {
            assertThatIOException().isThrownBy(() -> AheadOfTime.read(each));
            try (var open = Files.list(Path.of("/proc/self/fd"))) {
                assertThat(open.map(AheadOfTimeTest::target)).doesNotContain(each.toRealPath().toString());
            }
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            // Closed meanwhile.
            return "";
        }
    }

    @Test
    void functionsThatCannotBeCompiledAreTold() throws IOException {
        var builder = new ModuleBuilder();
        var nothing = FunctionType.of();
        var first = builder.privateFunction("f0", nothing, code -> {
        });
        // More methods than a class file can name.
        var count = 30_000;
        for (var i = 1; i < count; i++) {
            builder.privateFunction("f" + i, nothing, code -> {
            });
        }
        builder.function("big", nothing, code -> {
            for (var i = 0; i < count; i++) {
                code.call(first + i);
            }
        });
        builder.function("after", FunctionType.of().returning(ValueType.I32), code -> code.i32(3));
        AheadOfTime.compile("big.wasm", builder.toBytes()).accessor(ACCESSOR).onRefusal(told::add).toJar(jar);
        assertThat(told).singleElement().asString().startsWith("function 30000 \"big\" cannot be compiled, and fails "
                + "when it is called: too big for the JVM even in pieces");
        var instance = AheadOfTime.read(jar).instantiate();
        assertThat(instance.function("after").call()).containsExactly(3);
        assertThatThrownBy(() -> instance.function("big").call()).isInstanceOf(InvalidModuleException.class);
    }

    @Test
    void plainLoopsAreAnOptionOfTheJar() throws IOException {
        System.setProperty("dev.mortise.wasm.bulkLoops", "false");
        try {
            compilation().withFuel().toJar(jar);
        } finally {
            System.clearProperty("dev.mortise.wasm.bulkLoops");
        }
        try (var file = new JarFile(jar.toFile())) {
            assertThat(file.getManifest().getMainAttributes().getValue("Mortise-Options"))
                    .isEqualTo("fuel no-bulk-loops");
        }
    }

    @Test
    void aPlaceThatCannotBeWrittenToIsNamed() {
        var target = folder.resolve("none").resolve("x.jar");
        assertThatIOException().isThrownBy(() -> compilation().toJar(target)).withMessageStartingWith(target.toString())
                .withMessageContaining("there is no folder " + target.getParent());
        // As under a locale whose file names cannot have all letters.
        assertThatIOException().isThrownBy(() -> compilation().accessor("com.example.G\0").toFolder(folder))
                .withMessageContaining("cannot be the name of a file")
                .withMessageContaining("name the class otherwise");
    }

    @Test
    void anInvalidModuleIsNotCompiledAndLeavesNothing() throws IOException {
        var builder = new ModuleBuilder();
        builder.function("wrong", FunctionType.of().returning(ValueType.I32), code -> code.i64(1));
        var target = Files.createDirectory(folder.resolve("empty")).resolve("wrong.jar");
        assertThatThrownBy(() -> AheadOfTime.compile("wrong.wasm", builder.toBytes()).toJar(target))
                .isInstanceOf(InvalidModuleException.class);
        assertThat(target.getParent()).isEmptyDirectory();
    }

    @Test
    void progressComesToItsEnd() throws IOException {
        var seen = new ArrayList<Integer>();
        var all = new ArrayList<Integer>();
        compilation().onProgress((classes, of) -> {
            seen.add(classes);
            all.add(of);
        }).toJar(jar);
        assertThat(seen).isSorted().doesNotHaveDuplicates().startsWith(1).endsWith(all.getLast());
        assertThat(all).containsOnly(all.getFirst());
    }

    @Test
    void theAccessorHasANameThatJavaTakes() throws IOException {
        for (var wrong : List.of("", "1st", "com..Guest", "com.new.Guest", "com.example.Gu-est", "a/b", "Guest",
                "java.lang.Guest", "com.example.record")) {
            assertThatIllegalArgumentException().as(wrong).isThrownBy(() -> compilation().accessor(wrong));
        }
        for (var each : Map.of("count_vowels.wasm", "guests.CountVowels", "7zip.1.wasm", "guests.Module7zip1",
                "-.wasm", "guests.Module", "Sql", "guests.Sql").entrySet()) {
            AheadOfTime.compile(each.getKey(), GUEST).toJar(jar);
            assertThat(contents(jar)).containsKey(each.getValue().replace('.', '/') + ".class");
        }
    }
}
