package dev.mortise.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mortise.wasm.Instance;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.RecordAttribute;
import java.lang.classfile.attribute.RecordComponentInfo;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A Java method has 255 slots for parameters, a {@code long} takes two, and handles need some of their own. */
class ManyParametersTest {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    /** As many parameters as there can be. */
    private static final int MOST = 120;
    private static final Class<?> TAKES_MOST = interfaceOf(MOST);
    private static final Class<?> TAKES_MORE = interfaceOf(MOST + 1);

    record Ten(int a, int b, int c, int d, int e, int f, int g, int h, int i, int j) {
    }

    record Hundred(Ten a, Ten b, Ten c, Ten d, Ten e, Ten f, Ten g, Ten h, Ten i, Ten j) {
    }

    interface Wide {
        void wide(Hundred a, Hundred b, Hundred c);
    }

    /** Returns its last parameter, taken directly. */
    private static Instance direct(int count) {
        return Guests.instance("(func (export \"last\") (param" + " i64".repeat(count) + ") (result i64) (local.get "
                + (count - 1) + "))");
    }

    /** Returns the last i64 of its message. */
    private static Instance buffered() {
        return Guests.instance(Guests.BUFFERS, Guests.STATIC_BUFFER, Guests.GROWING, """
                (func (export "last") (param i32 i32) (result i64)
                  (i64.load (i32.sub (i32.add (local.get 0) (local.get 1)) (i32.const 8))))""");
    }

    static List<Abi> abis() {
        return List.of(Abi.direct(), Abi.cStruct(), Abi.cStruct().staticBuffer(), Abi.serialized(Codec.bincode1()),
                Abi.serialized(Codec.bincode1()).staticBuffer());
    }

    /** An interface whose one method takes so many longs: {@code last}. */
    private static Class<?> interfaceOf(int count) {
        var name = ClassDesc.of("dev.mortise.bind.Taking" + count);
        var type = MethodTypeDesc.of(ConstantDescs.CD_long, Collections.nCopies(count, ConstantDescs.CD_long));
        var bytes = ClassFile.of().build(name,
                builder -> builder.withFlags(ClassFile.ACC_INTERFACE | ClassFile.ACC_ABSTRACT).withMethod("last", type,
                        ClassFile.ACC_PUBLIC | ClassFile.ACC_ABSTRACT, method -> {
                        }));
        try {
            return LOOKUP.defineClass(bytes);
        } catch (IllegalAccessException e) {
            throw new AssertionError("a class of one's own package", e);
        }
    }

    private static Method last(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods()).findFirst().orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("abis")
    void asManyAsThereIsRoomFor(Abi abi) throws ReflectiveOperationException {
        var bound = Bindings.bind(LOOKUP, TAKES_MOST, abi == Abi.direct() ? direct(MOST) : buffered(), abi);
        var arguments = Collections.nCopies(MOST, (Object) 0L).toArray();
        arguments[MOST - 1] = 77L;
        assertThat(last(TAKES_MOST).invoke(bound, arguments)).isEqualTo(77L);
    }

    @ParameterizedTest
    @MethodSource("abis")
    void oneMoreIsAMistake(Abi abi) {
        var instance = abi == Abi.direct() ? direct(MOST + 1) : buffered();
        assertThatThrownBy(() -> Bindings.bind(LOOKUP, TAKES_MORE, instance, abi)).isInstanceOf(BindException.class)
                .hasMessageContaining("last(long, long,").hasMessageContaining("put them into a record");
    }

    /** A record of so many ints, and an interface whose method answers with one: {@code wide}. */
    private static Class<?> answering(int components) throws ReflectiveOperationException {
        var record = ClassDesc.of("dev.mortise.bind.Wide" + components);
        var type = MethodTypeDesc.of(ConstantDescs.CD_void, Collections.nCopies(components, ConstantDescs.CD_int));
        var names = IntStream.range(0, components).mapToObj(i -> "c" + i).toList();
        LOOKUP.defineClass(ClassFile.of().build(record, builder -> {
            var superclass = ClassDesc.of("java.lang.Record");
            builder.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER | ClassFile.ACC_PUBLIC)
                    .withSuperclass(superclass);
            builder.with(RecordAttribute.of(
                    names.stream().map(each -> RecordComponentInfo.of(each, ConstantDescs.CD_int)).toList()));
            for (var each : names) {
                builder.withField(each, ConstantDescs.CD_int, ClassFile.ACC_PRIVATE | ClassFile.ACC_FINAL);
                builder.withMethodBody(each, MethodTypeDesc.of(ConstantDescs.CD_int), ClassFile.ACC_PUBLIC,
                        code -> code.aload(0).getfield(record, each, ConstantDescs.CD_int).ireturn());
            }
            builder.withMethodBody(ConstantDescs.INIT_NAME, type, ClassFile.ACC_PUBLIC, code -> {
                code.aload(0).invokespecial(superclass, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void);
                for (var i = 0; i < components; i++) {
                    code.aload(0).iload(i + 1).putfield(record, names.get(i), ConstantDescs.CD_int);
                }
                code.return_();
            });
        }));
        var answering = ClassDesc.of("dev.mortise.bind.Answering" + components);
        return LOOKUP.defineClass(ClassFile.of().build(answering,
                builder -> builder.withFlags(ClassFile.ACC_INTERFACE | ClassFile.ACC_ABSTRACT).withMethod("wide",
                        MethodTypeDesc.of(record), ClassFile.ACC_PUBLIC | ClassFile.ACC_ABSTRACT, method -> {
                        })));
    }

    private static Instance answeringGuest(int components) {
        return Guests.instance(Guests.BUFFERS, "(func (export \"wide\") (result i64) (i64.const "
                + ((64L << 32) + 4 * components) + "))", "(data (i32.const 64) \"\\07\")");
    }

    @Test
    void aResultOfAsManyComponentsAsThereIsRoomFor() throws ReflectiveOperationException {
        var type = answering(125);
        var bound = Bindings.bind(LOOKUP, type, answeringGuest(125), Abi.cStruct());
        assertThat(type.getDeclaredMethod("wide").invoke(bound)).extracting("c0").isEqualTo(7);
    }

    @Test
    void aResultOfTooManyComponentsIsAMistake() throws ReflectiveOperationException {
        var type = answering(130);
        assertThatThrownBy(() -> Bindings.bind(LOOKUP, type, answeringGuest(130), Abi.cStruct()))
                .isInstanceOf(BindException.class).hasMessageContaining("has 130 components, of which 125");
    }

    /** The parameters are few, the numbers in them are not. */
    @Test
    void moreNumbersThanThereIsRoomForIsAMistake() {
        var instance = Guests.instance("(func (export \"wide\") (param" + " i32".repeat(300) + "))");
        assertThatThrownBy(() -> Bindings.bind(LOOKUP, Wide.class, instance)).isInstanceOf(BindException.class)
                .hasMessageContaining("with 300 numbers it takes more than a Java method can");
    }
}
