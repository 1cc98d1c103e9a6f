package dev.mortise.plugin.internal;

import dev.mortise.plugin.Manifest;
import dev.mortise.plugin.ManifestException;
import dev.mortise.plugin.WasmSource;
import dev.mortise.wasm.CodeCache;
import dev.mortise.wasm.InvalidModuleException;
import dev.mortise.wasm.Module;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Gets the modules that a manifest names, checks their hashes, and settles what they are called. */
public final class ManifestModules {

    private static final Pattern SHA_256 = Pattern.compile("[0-9a-fA-F]{64}");

    private ManifestModules() {}

    /**
     * Loads all modules.
     *
     * @throws ManifestException naming the field of whatever cannot be had
     */
    public static List<NamedModule> load(Manifest manifest, Download download,
            @Nullable CodeCache cache) {
        var names = names(manifest.wasm());
        var modules = new ArrayList<NamedModule>();
        for (var i = 0; i < names.size(); i++) {
            modules.add(new NamedModule(names.get(i), load("wasm[" + i + "]", manifest.wasm().get(i), download,
                    cache)));
        }
        return modules;
    }

    /** A single module is the main one whatever it is called; of several the last one is, if none is called so. */
    private static List<String> names(List<WasmSource> sources) {
        var names = new ArrayList<String>();
        for (var source : sources) {
            names.add(source.name().orElse(NamedModule.MAIN));
        }
        if (!names.contains(NamedModule.MAIN) || names.size() == 1) {
            names.set(names.size() - 1, NamedModule.MAIN);
        }
        var seen = new HashMap<String, Integer>();
        for (var i = 0; i < names.size(); i++) {
            var earlier = seen.putIfAbsent(names.get(i), i);
            if (earlier != null) {
                throw new ManifestException("wasm[" + i + "].name", "Duplicate module name found: \"%s\" is wasm[%d], "
                        .formatted(names.get(i), earlier) + "too (a module without a name is \"main\"): name it");
            }
            if (names.get(i).equals(HostImports.ENVIRONMENT)) {
                throw new ManifestException("wasm[" + i + "].name",
                        "\"" + HostImports.ENVIRONMENT + "\" is Extism's own: choose another");
            }
        }
        return names;
    }

    private static Module load(String field, WasmSource source, Download download, @Nullable CodeCache cache) {
        var bytes = switch (source) {
            case WasmSource.OfFile file -> read(field + ".path", file.path());
            case WasmSource.OfData data -> data.bytes();
            case WasmSource.OfUrl url -> download.load(field + ".url", url);
        };
        source.hash().ifPresent(hash -> checkHash(field + ".hash", hash, bytes));
        try {
            return ModuleSource.parse(fileName(source), bytes, cache);
        } catch (InvalidModuleException e) {
            throw new ManifestException(field, "this is no valid module: " + e.getMessage(), e);
        }
    }

    private static String fileName(WasmSource source) {
        var path = switch (source) {
            case WasmSource.OfFile file -> file.path().toString();
            case WasmSource.OfData data -> "";
            case WasmSource.OfUrl url -> String.valueOf(url.url().getPath());
        };
        var name = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
        return name.isEmpty() ? source.name().orElse("plugin") + ".wasm" : name;
    }

    private static byte[] read(String field, Path path) {
        try {
            if (Files.isDirectory(path)) {
                throw new ManifestException(field, path + " is a folder; a module is one file");
            }
            if (Files.isRegularFile(path) && Files.size(path) > Integer.MAX_VALUE - 8) {
                throw new ManifestException(field, path + " has " + Files.size(path) + " bytes; the most is 2 GiB");
            }
            return Files.readAllBytes(path);
        } catch (NoSuchFileException e) {
            throw new ManifestException(field, "there is no file " + path + " (working directory: "
                    + Path.of("").toAbsolutePath() + ")", e);
        } catch (IOException e) {
            throw new ManifestException(field, "cannot read " + path + ": " + e, e);
        }
    }

    private static void checkHash(String field, String expected, byte[] bytes) {
        if (!SHA_256.matcher(expected).matches()) {
            throw new ManifestException(field, "\"" + expected + "\" is no SHA-256, which has 64 hexadecimal digits");
        }
        try {
            var found = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            if (!found.equals(expected.toLowerCase(Locale.ROOT))) {
                throw new ManifestException(field, "Hash mismatch, found %s but expected %s: the module is not the one "
                        .formatted(found, expected) + "that the manifest means");
            }
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
