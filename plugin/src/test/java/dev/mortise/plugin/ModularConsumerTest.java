package dev.mortise.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user's module compiles against ours and what they need at run time, without the annotations that we compile with. */
class ModularConsumerTest {

    @Test
    void aModuleThatRequiresThePluginHostCompilesWithoutOurCompileTimeDependencies(@TempDir Path folder)
            throws Exception {
        var descriptor = Files.writeString(folder.resolve("module-info.java"),
                "module demo { requires dev.mortise.plugin; }");
        var program = Files.writeString(folder.resolve("Demo.java"), """
                package demo;

                import dev.mortise.plugin.Plugin;
                import dev.mortise.wasm.Module;
                import java.nio.file.Path;

                class Demo {
                    static void main(String[] args) throws Exception {
                        try (var plugin = Plugin.builder().open(Module.read(Path.of(args[0])))) {
                            System.out.println(plugin.callString("greet", "World"));
                        }
                    }
                }
                """);
        var modulePath = Stream.of("dev.mortise.wasm", "dev.mortise.wasi", "dev.mortise.plugin", "tools.jackson.core")
                .map(ModularConsumerTest::location).reduce((a, b) -> a + File.pathSeparator + b).orElseThrow();
        var printed = new StringWriter();
        var writer = new PrintWriter(printed);

        var result = ToolProvider.findFirst("javac").orElseThrow().run(writer, writer, "-d",
                folder.resolve("out").toString(), "-p", modulePath, descriptor.toString(), program.toString());

        writer.flush();
        assertThat(printed.toString()).isEmpty();
        assertThat(result).isZero();
    }

    private static String location(String module) {
        return Path.of(ModuleLayer.boot().configuration().findModule(module).orElseThrow().reference().location()
                .orElseThrow()).toString();
    }
}
