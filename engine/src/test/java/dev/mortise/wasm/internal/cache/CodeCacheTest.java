package dev.mortise.wasm.internal.cache;

import static dev.mortise.wasm.ValueType.I32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mortise.wasm.CodeCache;
import dev.mortise.wasm.Fuel;
import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.Imports;
import dev.mortise.wasm.InvalidModuleException;
import dev.mortise.wasm.Module;
import dev.mortise.wasm.ValueType;
import dev.mortise.wasm.build.ModuleBuilder;
import dev.mortise.wasm.internal.binary.ModuleDecoder;
import dev.mortise.wasm.internal.runtime.ClassSource;
import dev.mortise.wasm.internal.runtime.ModuleCode;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodeCacheTest {

    /** In the answer's class file as it is, after the opcode of a short constant. */
    private static final int ANSWER = 11_111;

    @TempDir
    Path temporary;
    private Path folder;

    @BeforeEach
    void nameTheFolder() {
        folder = temporary.resolve("cache").resolve("code");
    }

    private static byte[] answering(int answer) {
        var builder = new ModuleBuilder();
        var helper = builder.privateFunction("helper", FunctionType.of().returning(I32), code -> code.i32(answer));
        builder.function("answer", FunctionType.of().returning(I32), code -> code.call(helper));
        return builder.toBytes();
    }

    private static int answer(Module module) {
        return (int) Objects.requireNonNull(module.instantiate().function("answer").call()[0]);
    }

    private int answerFrom(CodeCache cache, byte[] bytes) {
        return answer(Module.parse("answer.wasm", bytes, cache));
    }

    private List<Path> files() throws IOException {
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private void keep(byte[] bytes) throws IOException {
        try (var cache = CodeCache.open(folder)) {
            assertThat(answerFrom(cache, bytes)).isPositive();
        }
    }

    /** Makes each class of the only file answer something else, with a checksum that is right. */
    private void plant(int answer) throws IOException {
        plant((name, bytes) -> replace(bytes, ANSWER, answer));
    }

    /** Changes each class of the only file. */
    private void plant(BiFunction<String, byte[], byte[]> change) throws IOException {
        var file = files().getFirst();
        var key = file.getFileName().toString().replace(".code", "");
        var code = CompiledCode.parse(key, Files.readAllBytes(file)).orElseThrow();
        var planted = new HashMap<String, byte[]>();
        code.classes().forEach((name, bytes) -> planted.put(name, change.apply(name, bytes.clone())));
        Files.write(file, new CompiledCode(code.writtenTables(), planted).toBytes(key));
    }

    private void add(String name, byte[] contents) throws IOException {
        var file = files().getFirst();
        var key = file.getFileName().toString().replace(".code", "");
        var code = CompiledCode.parse(key, Files.readAllBytes(file)).orElseThrow();
        assertThat(code.classes()).doesNotContainKey(name);
        Files.write(file, code.with(Map.of(name, contents)).toBytes(key));
    }

    private Set<String> namesOfClasses() throws IOException {
        var file = files().getFirst();
        var key = file.getFileName().toString().replace(".code", "");
        return CompiledCode.parse(key, Files.readAllBytes(file)).orElseThrow().classes().keySet();
    }

    private static byte[] replace(byte[] bytes, int from, int to) {
        for (var i = 0; i + 2 < bytes.length; i++) {
            // sipush
            if (bytes[i] == 0x11 && bytes[i + 1] == (byte) (from >> 8) && bytes[i + 2] == (byte) from) {
                bytes[i + 1] = (byte) (to >> 8);
                bytes[i + 2] = (byte) to;
            }
        }
        return bytes;
    }

    @Test
    void whatIsKeptRunsAndNothingIsCompiledAgain() throws IOException {
        var bytes = answering(ANSWER);
        keep(bytes);
        plant(22_222);
        try (var cache = CodeCache.open(folder)) {
            assertThat(answerFrom(cache, bytes)).isEqualTo(22_222);
        }
        assertThat(answer(Module.parse("answer.wasm", bytes))).isEqualTo(ANSWER);
    }

    @Test
    void anotherModuleNameOrCompilationHasAnEntryOfItsOwn() throws IOException {
        keep(answering(ANSWER));
        plant(22_222);
        try (var cache = CodeCache.open(folder)) {
            assertThat(answerFrom(cache, answering(ANSWER + 1))).isEqualTo(ANSWER + 1);
            assertThat(answer(Module.parse("other.wasm", answering(ANSWER), cache))).isEqualTo(ANSWER);
            var metered = Module.parse("answer.wasm", answering(ANSWER), cache)
                    .instantiate(Imports.builder().fuel(Fuel.of(1_000)).build());
            assertThat(metered.function("answer").call()).containsExactly(ANSWER);
        }
        assertThat(files()).hasSize(4);
    }

    @Test
    void classesOfLaterCallsAreAdded() throws IOException {
        var bytes = answering(ANSWER);
        try (var cache = CodeCache.open(folder)) {
            Module.parse("answer.wasm", bytes, cache).instantiate();
        }
        var before = namesOfClasses();
        keep(bytes);
        assertThat(files()).hasSize(1);
        assertThat(namesOfClasses()).containsAll(before).hasSizeGreaterThan(before.size());
        plant(22_222);
        try (var cache = CodeCache.open(folder)) {
            assertThat(answerFrom(cache, bytes)).isEqualTo(22_222);
        }
    }

    @Test
    @Timeout(60)
    void itIsWrittenWithoutBeingAsked() throws Exception {
        try (var cache = CodeCache.open(folder)) {
            answerFrom(cache, answering(ANSWER));
            while (files().stream().noneMatch(file -> file.toString().endsWith(".code"))) {
                Thread.sleep(50);
            }
        }
    }

    @Test
    void aDamagedFileCountsAsMissingAndIsReplaced() throws IOException {
        var bytes = answering(ANSWER);
        keep(bytes);
        var whole = Files.readAllBytes(files().getFirst());
        var damaged = new ArrayList<byte[]>(List.of(new byte[0], new byte[100_000], Arrays.copyOf(whole, 7),
                Arrays.copyOf(whole, whole.length - 1), Arrays.copyOf(whole, whole.length + 1)));
        for (var position = 0; position < whole.length; position += 97) {
            var one = whole.clone();
            one[position] ^= 0x10;
            damaged.add(one);
        }
        for (var each : damaged) {
            Files.write(files().getFirst(), each);
            keep(bytes);
            assertThat(Files.readAllBytes(files().getFirst())).isEqualTo(whole);
        }
    }

    /** As an engine with a fault, or one that was not told apart, may have left it. */
    @ParameterizedTest
    @ValueSource(strings = {"Instance", "Functions0"})
    void aClassThatIsNoneIsCompiledAgainAndNotKept(String name) throws IOException {
        var bytes = answering(ANSWER);
        keep(bytes);
        assertThat(namesOfClasses()).contains(name);
        plant((each, contents) -> each.equals(name) ? new byte[]{1, 2, 3} : contents);
        keep(bytes);
        // What else the file said may be wrong, too, and this process believed it.
        assertThat(files()).isEmpty();
        keep(bytes);
        plant(22_222);
        try (var cache = CodeCache.open(folder)) {
            assertThat(answerFrom(cache, bytes)).as("what is kept now is right").isEqualTo(22_222);
        }
    }

    /** All modules of the process share it, so nobody may have had one of this type before. */
    @Test
    void aSignatureClassThatIsNoneIsCompiledAgain() throws IOException {
        var type = FunctionType.of(I32, ValueType.F64, I32, ValueType.F32, I32, ValueType.F64).returning(I32);
        // Exported: what else may be in it nobody knows.
        var builder = new ModuleBuilder().table(ValueType.FUNCREF, 1, 1).export("table", 1, 0);
        builder.privateFunction("helper", type, code -> code.get(4));
        builder.function("answer", FunctionType.of().returning(I32),
                code -> code.i32(1).f64(2).i32(3).f32(4).i32(ANSWER).f64(5).i32(0).callIndirect(builder.type(type)));
        builder.function("other", FunctionType.of().returning(I32), code -> code.i32(5));
        var bytes = builder.elements(0, 0).toBytes();
        try (var cache = CodeCache.open(folder)) {
            Module.parse("answer.wasm", bytes, cache).instantiate().function("other").call();
        }
        add("mortise.signature.IDIFID_I", new byte[]{1, 2, 3});
        for (var i = 0; i < 2; i++) {
            keep(bytes);
        }
    }

    /** The JVM finds that out when the class is there already, under a name that nothing else can have. */
    @Test
    void codeThatTheVerifierRefusesIsGoneForTheNextProcess() throws IOException {
        var bytes = answering(ANSWER);
        keep(bytes);
        // sipush, then ireturn: what is left is a return of nothing.
        plant((name, contents) -> cutConstants(contents));
        try (var cache = CodeCache.open(folder)) {
            assertThatThrownBy(() -> answerFrom(cache, bytes)).isInstanceOf(VerifyError.class);
        }
        assertThat(files()).isEmpty();
        try (var cache = CodeCache.open(folder)) {
            assertThat(answerFrom(cache, bytes)).isEqualTo(ANSWER);
        }
    }

    /** What was compiled before that is no better: it was compiled for the tables of which the file had told. */
    @Test
    void nothingIsAddedToAFileThatIsNotToBeTrusted() throws IOException {
        var builder = new ModuleBuilder();
        builder.function("answer", FunctionType.of().returning(I32), code -> code.i32(ANSWER));
        builder.function("other", FunctionType.of().returning(I32), code -> code.i32(5));
        var bytes = builder.toBytes();
        keep(bytes);
        plant((name, contents) -> cutConstants(contents));
        try (var cache = CodeCache.open(folder)) {
            var instance = Module.parse("answer.wasm", bytes, cache).instantiate();
            assertThatThrownBy(() -> instance.function("other").call()).isInstanceOf(VerifyError.class);
        }
        assertThat(files()).isEmpty();
    }

    /** That stack or heap were full for once is not the file's fault. */
    @Test
    void aClassThatFailsWhenItIsInitialisedIsNoneThatTheJvmRefuses() throws IOException {
        var bytes = answering(ANSWER);
        keep(bytes);
        plant((name, contents) -> name.equals("Functions0") ? failing(contents) : contents);
        var file = files().getFirst();
        var planted = Files.readAllBytes(file);
        try (var cache = CodeCache.open(folder)) {
            assertThatThrownBy(() -> answerFrom(cache, bytes)).isInstanceOf(ExceptionInInitializerError.class);
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(planted);
    }

    private static byte[] failing(byte[] bytes) {
        return ClassFile.of().transformClass(ClassFile.of().parse(bytes),
                ClassTransform.endHandler(builder -> builder.withMethodBody("<clinit>",
                        MethodTypeDesc.of(ConstantDescs.CD_void), ClassFile.ACC_STATIC,
                        code -> code.aconst_null().athrow())));
    }

    /** The compiler may have a fault: the next process is to compile it, too, and nobody else to be told. */
    @Test
    void whatTheJvmRefusesIsNotKept() {
        var bytes = answering(ANSWER);
        var kept = new ArrayList<String>();
        var classes = new CachedClasses(new Compiler(), Map.of(), listing(kept));
        var code = new ModuleCode(Module.parse(bytes), ModuleDecoder.decode(bytes), classes);
        assertThatThrownBy(code::makeAll).isInstanceOf(ClassFormatError.class);
        assertThat(kept).isEmpty();
    }

    private static byte[] cutConstants(byte[] bytes) {
        for (var i = 0; i + 2 < bytes.length; i++) {
            if (bytes[i] == 0x11 && bytes[i + 1] == (byte) (ANSWER >> 8) && bytes[i + 2] == (byte) ANSWER) {
                Arrays.fill(bytes, i, i + 3, (byte) 0);
            }
        }
        return bytes;
    }

    @Test
    void aFileWithTheRightChecksumMayBeNonsense() throws IOException {
        var bytes = answering(ANSWER);
        keep(bytes);
        var file = files().getFirst();
        var whole = Files.readAllBytes(file);
        for (var position = 12; position < whole.length; position += position < 200 ? 1 : 211) {
            var one = whole.clone();
            Arrays.fill(one, position, Math.min(position + 4, one.length), (byte) 0x80);
            CompiledCode.sign(one);
            // Nothing but an answer or what the JVM says of a class.
            var key = file.getFileName().toString().replace(".code", "");
            assertThatCode(() -> CompiledCode.parse(key, one)).doesNotThrowAnyException();
        }
    }

    @Test
    void aFileThatOthersMadeTooBigIsNotRead() throws IOException {
        keep(answering(ANSWER));
        plant(22_222);
        var size = Files.size(files().getFirst());
        try (var cache = CodeCache.open(folder, size - 1)) {
            assertThat(answerFrom(cache, answering(ANSWER))).isEqualTo(ANSWER);
        }
    }

    /** It is worth more than the little that this process has compiled. */
    @Test
    void aFileThatIsTooBigForThisProcessIsLeftToOthers() throws IOException {
        keep(answering(ANSWER));
        var file = files().getFirst();
        var whole = Files.readAllBytes(file);
        try (var cache = CodeCache.open(folder, whole.length - 1)) {
            Module.parse("answer.wasm", answering(ANSWER), cache).instantiate();
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    }

    @Test
    void aFileThatCannotBeReadNowIsAddedToLater() throws IOException {
        var bytes = answering(ANSWER);
        try (var cache = CodeCache.open(folder)) {
            Module.parse("answer.wasm", bytes, cache).instantiate();
        }
        var file = files().getFirst();
        add("Another", new byte[]{1});
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(file), "permissions do not bind this user");
        try (var cache = CodeCache.open(folder)) {
            assertThat(answerFrom(cache, bytes)).isEqualTo(ANSWER);
            assertThatThrownBy(cache::flush).isInstanceOf(IOException.class);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
        assertThat(namesOfClasses()).contains("Another", "Functions0");
    }

    @Test
    void whatDidNotFitTheCompilersStackIsNotKept() {
        var kept = new ArrayList<String>();
        var classes = new CachedClasses(new Compiler(), Map.of(), listing(kept));
        for (var name : List.of("Functions0", "Functions1")) {
            classes.accepted(name, classes.moduleClass(name));
        }
        assertThat(kept).containsExactly("Functions0");
    }

    private static CachedClasses.Keeper listing(List<String> kept) {
        return new CachedClasses.Keeper() {
            @Override
            public void keep(String name, byte[] bytes) {
                kept.add(name);
            }

            @Override
            public void forget(String name) {
                throw new AssertionError(name);
            }
        };
    }

    /** One whose class 1 comes out like this by accident. */
    private static final class Compiler implements ClassSource {

        @Override
        public boolean isRepeatable(String name) {
            return !name.equals("Functions1");
        }

        @Override
        public String packageName() {
            return "wasm.test";
        }

        @Override
        public byte[] moduleClass(String simpleName) {
            return new byte[0];
        }

        @Override
        public byte[] signatureClass(FunctionType type) {
            return new byte[0];
        }

        @Override
        public byte[] hostReferenceClass(FunctionType type) {
            return new byte[0];
        }

        @Override
        public int functionsClasses() {
            return 2;
        }

        @Override
        public int importsClassOf(int function) {
            return 0;
        }
    }

    @Test
    void aFileUnderAnothersNameIsNotTaken() throws IOException {
        keep(answering(ANSWER));
        var first = files().getFirst();
        keep(answering(22_222));
        var second = files().stream().filter(file -> !file.equals(first)).findFirst().orElseThrow();
        Files.write(second, Files.readAllBytes(first));
        try (var cache = CodeCache.open(folder)) {
            assertThat(answerFrom(cache, answering(22_222))).isEqualTo(22_222);
        }
    }

    /** Names come from guests: what one says of itself must not read as the beginning of another's bytes. */
    @Test
    void theEndOfANameCannotPassForTheBeginningOfAModule() {
        assertThat(Digests.sha256(new byte[]{1, 2}, new byte[]{3}))
                .isNotEqualTo(Digests.sha256(new byte[]{1}, new byte[]{2, 3}))
                .isNotEqualTo(Digests.sha256(new byte[]{1, 2, 3}, new byte[0]));
    }

    @Test
    void aFileThatOthersCanWriteToIsNotTaken() throws IOException {
        keep(answering(ANSWER));
        plant(22_222);
        var file = files().getFirst();
        assumeTrue(Files.getFileStore(file).supportsFileAttributeView("posix"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
        try (var cache = CodeCache.open(folder)) {
            assertThat(answerFrom(cache, answering(ANSWER))).isEqualTo(ANSWER);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
    }

    @Test
    void anInvalidModuleIsNoLessInvalid() throws IOException {
        var builder = new ModuleBuilder();
        builder.function("wrong", FunctionType.of().returning(I32), code -> code.i64(1));
        var bytes = builder.toBytes();
        try (var cache = CodeCache.open(folder)) {
            assertThatThrownBy(() -> Module.parse("wrong.wasm", bytes, cache))
                    .isInstanceOf(InvalidModuleException.class);
            assertThatThrownBy(() -> Module.parse("wrong.wasm", bytes, cache))
                    .isInstanceOf(InvalidModuleException.class);
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void whatWasNotUsedForLongGoesFirst() throws IOException {
        keep(answering(1));
        var size = Files.size(files().getFirst());
        var oldest = files().getFirst();
        keep(answering(2));
        var used = files().stream().filter(file -> !file.equals(oldest)).findFirst().orElseThrow();
        for (var file : files()) {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(3))));
        }
        try (var cache = CodeCache.open(folder, 3 * size - 1)) {
            answerFrom(cache, answering(2));
            answerFrom(cache, answering(3));
        }
        assertThat(files()).hasSize(2).contains(used).doesNotContain(oldest);
    }

    @Test
    void whatADeadProcessLeftIsRemoved() throws IOException {
        keep(answering(1));
        var left = Files.writeString(folder.resolve("abc.new"), "half of it");
        var begun = Files.writeString(folder.resolve("def.new"), "half of it");
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        keep(answering(2));
        assertThat(left).doesNotExist();
        assertThat(begun).exists();
    }

    @Test
    void manyMayUseItAtOnce() throws Exception {
        try (var threads = Executors.newFixedThreadPool(8)) {
            var work = new ArrayList<Callable<Integer>>();
            for (var i = 0; i < 80; i++) {
                var answer = i % 5;
                work.add(() -> {
                    // Caches of their own, as processes have.
                    try (var cache = CodeCache.open(folder)) {
                        return answerFrom(cache, answering(answer)) - answer;
                    }
                });
            }
            for (var result : threads.invokeAll(work)) {
                assertThat(result.get()).isZero();
            }
        }
        assertThat(files()).hasSize(5);
    }

    @Test
    void theFolderMustBeTheUsersOwnAndClosed() throws IOException {
        CodeCache.open(folder).close();
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder))).isEqualTo("rwx------");
        keep(answering(1));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files().getFirst())))
                .isEqualTo("rw-------");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwx---"));
        assertThatThrownBy(() -> CodeCache.open(folder)).isInstanceOf(IOException.class)
                .hasMessage("%s: a cache of compiled code must be a folder of the user's own, and this one can be "
                        + "written to by others (rwxrwx---); close it with chmod 700", folder);
        var link = Files.createSymbolicLink(temporary.resolve("link"), folder);
        assertThatThrownBy(() -> CodeCache.open(link)).isInstanceOf(IOException.class)
                .hasMessageContaining("is a symbolic link; name the folder itself");
        var file = Files.createFile(temporary.resolve("file"));
        assertThatThrownBy(() -> CodeCache.open(file)).isInstanceOf(IOException.class)
                .hasMessageContaining("is no folder");
        assertThatThrownBy(() -> CodeCache.open(file.resolve("below"))).isInstanceOf(IOException.class);
    }

    @Test
    void aLinkInPlaceOfAFileIsNotFollowed() throws IOException {
        keep(answering(ANSWER));
        plant(22_222);
        var file = files().getFirst();
        var elsewhere = Files.move(file, temporary.resolve("elsewhere"));
        Files.createSymbolicLink(file, elsewhere);
        keep(answering(ANSWER));
        assertThat(Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)).isTrue();
        try (var cache = CodeCache.open(folder)) {
            assertThat(answerFrom(cache, answering(ANSWER))).isEqualTo(ANSWER);
        }
    }

    @Test
    void aFolderThatIsGoneStopsNothingButTheWriting() throws IOException {
        var cache = CodeCache.open(folder);
        Files.delete(folder);
        Files.createFile(folder);
        assertThat(answerFrom(cache, answering(ANSWER))).isEqualTo(ANSWER);
        assertThatThrownBy(cache::flush).isInstanceOf(IOException.class);
        assertThat(answerFrom(cache, answering(ANSWER))).isEqualTo(ANSWER);
    }

    @Test
    void whatCouldNotBeWrittenIsWrittenLater() throws IOException {
        try (var cache = CodeCache.open(folder)) {
            Files.delete(folder);
            Files.createFile(folder);
            answerFrom(cache, answering(ANSWER));
            answerFrom(cache, answering(33));
            assertThatThrownBy(cache::flush).isInstanceOf(IOException.class);
            Files.delete(folder);
            Files.createDirectory(folder);
        }
        assertThat(files()).hasSize(2);
        assertThat(namesOfClasses()).contains("Instance", "Functions0");
    }

    @Test
    void aFolderThatCanOnlyBeReadServes() throws IOException {
        keep(answering(ANSWER));
        plant(22_222);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-x------"));
        try {
            assumeFalse(Files.isWritable(folder), "permissions do not bind this user");
            var cache = CodeCache.open(folder);
            assertThat(answerFrom(cache, answering(ANSWER))).isEqualTo(22_222);
            assertThat(answerFrom(cache, answering(33))).isEqualTo(33);
            assertThatThrownBy(cache::flush).isInstanceOf(IOException.class);
        } finally {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void aSizeIsNotNegative() {
        assertThatThrownBy(() -> CodeCache.open(folder, -1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("mostBytes must be 0 or more, not -1");
    }
}
