package dev.mortise.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.List;
import org.junit.jupiter.api.Test;

class DescribeTest {

    record Point(byte x, double y) {
    }

    record Shape(boolean filled, Point centre, @Length(3) short[] sides, @Length(5) String name) {
    }

    interface Drawing {
        void draw(Shape shape);

        @Export("move_by")
        Point move(int x, long y);
    }

    interface Impossible {
        List<String> names(String prefix);
    }

    @Test
    void aLayoutShowsItsPadding() {
        assertThat(Bindings.describe(Shape.class)).isEqualTo("""
                Shape: 40 bytes, aligned to 8
                  offset    size  member
                       0       1  filled bool
                       1       7  (padding)
                       8       1  centre.x i8
                       9       7  (padding)
                      16       8  centre.y f64
                      24       6  sides i16[3]
                      30       5  name u8[5] (UTF-8)
                      35       5  (padding)
                """);
    }

    @Test
    void anInterfaceShowsItsExports() {
        assertThat(Bindings.describe(Drawing.class, Abi.cStruct())).contains("Drawing (C struct, dynamic buffer)",
                "export \"draw\" (i32, i32) -> ()\n  arguments: 40 bytes, aligned to 8",
                "export \"move_by\" (i32, i32) -> (i64)\n  arguments: 16 bytes, aligned to 8",
                "result: 16 bytes, aligned to 8");
        assertThat(Bindings.describe(Impossible.class, Abi.serialized(Codec.bincode1()))).contains(
                "export \"names\" (i32, i32) -> (i64)", "  arguments in bincode 1: prefix string\n",
                "  result in bincode 1: value list of string\n");
    }

    /** As it comes from a compiler without {@code -parameters}. */
    @Test
    void aParameterWithoutNameHasItsNumber() throws IllegalAccessException {
        var text = ConstantDescs.CD_String;
        var type = MethodHandles.lookup().defineClass(ClassFile.of().build(
                ClassDesc.of(DescribeTest.class.getPackageName(), "Nameless"),
                builder -> builder
                        .withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_INTERFACE | ClassFile.ACC_ABSTRACT)
                        .withMethod("put", MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int, text),
                                ClassFile.ACC_PUBLIC | ClassFile.ACC_ABSTRACT, method -> {})));
        assertThatThrownBy(() -> Bindings.describe(type, Abi.cStruct())).isInstanceOf(BindException.class)
                .hasMessageContaining("parameter 2: a string needs a fixed length");
        assertThat(Bindings.describe(type, Abi.serialized(Codec.bincode1())))
                .contains("arguments in bincode 1: parameter 1 i32 parameter 2 string");
    }

    @Test
    void whatCannotBe() {
        assertThatThrownBy(() -> Bindings.describe(Impossible.class, Abi.cStruct())).isInstanceOf(BindException.class)
                .hasMessageContaining("prefix: a string needs a fixed length");
        assertThatThrownBy(() -> Bindings.describe(String.class)).isInstanceOf(BindException.class)
                .hasMessageContaining("is no record");
    }
}
