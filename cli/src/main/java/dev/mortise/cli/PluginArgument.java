package dev.mortise.cli;

import dev.mortise.plugin.CompiledPlugin;
import dev.mortise.plugin.Manifest;
import dev.mortise.plugin.ManifestException;
import dev.mortise.plugin.Plugin;
import dev.mortise.plugin.WasmSource;
import dev.mortise.wasm.CodeCache;
import dev.mortise.wasm.InvalidModuleException;
import dev.mortise.wasm.LinkException;
import dev.mortise.wasm.Module;
import dev.mortise.wasm.internal.ModuleFormat;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/**
 * The plug-in as the user names it: a module or a manifest, in a file, on standard input, or a module at a URL; with
 * further modules that are linked to it. Failures speak of what the user has typed, not of the manifest that is made of
 * it.
 */
final class PluginArgument {

    private static final Pattern URL = Pattern.compile("https?://.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final String PATH_FIELD = "allowed_paths.";
    private static final Pattern MODULE_FIELD = Pattern.compile("wasm\\[(\\d+)](.*)", Pattern.DOTALL);

    /** Of a module that is loaded already. */
    private static final Manifest NOTHING_TO_LOAD = Manifest.of(WasmSource.data(new byte[0]));

    private final String name;
    private final boolean isManifest;
    private final Manifest manifest;
    private final List<Link> links;
    /** What was compiled ahead of time; null if nothing was. */
    private final @Nullable Module precompiled;

    /** A module that comes before those of the manifest. */
    private record Link(String label, WasmSource source) {}

    private PluginArgument(String name, boolean isManifest, Manifest manifest, List<Link> links,
            @Nullable Module precompiled) {
        this.precompiled = precompiled;
        this.name = name;
        this.isManifest = isManifest;
        this.manifest = manifest;
        this.links = links;
    }

    /**
     * Reads what is in files, and nothing from the network yet.
     *
     * @param argument a file, a URL or {@code -}
     * @param options those of {@code mortise call}
     * @param cache where code is kept of a jar that has to be compiled again
     */
    static PluginArgument read(String argument, ParseResult options, Optional<CodeCache> cache, Streams streams) {
        var mustBeManifest = options.hasMatchedOption("--manifest");
        List<String> links = options.matchedOptionValue("--link", List.of());
        var linked = links.stream().map(text -> link(text, streams)).toList();
        if (URL.matcher(argument).matches()) {
            if (mustBeManifest) {
                throw new CommandFailure(ExitCode.USAGE, "--manifest needs a file, not a URL");
            }
            return new PluginArgument(argument, false, Manifest.of(url(argument, argument)), linked, null);
        }
        var file = ModuleFile.read(argument, streams);
        // Modules that are linked to each other are compiled here: of a jar's classes none is used, and none is trusted.
        if (!mustBeManifest && file.isPrecompiled() && linked.isEmpty()) {
            file.requireTrust(options.hasMatchedOption(ModuleFile.TRUST_JAR));
            return new PluginArgument(file.name(), false, NOTHING_TO_LOAD, linked, file.load(cache, streams));
        }
        if (mustBeManifest || isToml(file) || isJson(file.bytes())) {
            return new PluginArgument(file.name(), true, manifest(file), linked, null);
        }
        var main = WasmSource.data(file.binary()).named("main");
        if (file.isPrecompiled()) {
            streams.err().println("mortise: " + file.name() + " is compiled anew, because it is linked with others");
        }
        return new PluginArgument(file.name(), false, Manifest.of(main), linked, null);
    }

    private static Link link(String text, Streams streams) {
        var pair = NameAndValue.of("--link", "NAME=FILE", text);
        if (URL.matcher(pair.value()).matches()) {
            return new Link(pair.value(), url(pair.value(), "--link " + text).named(pair.name()));
        }
        var file = ModuleFile.read(pair.value(), streams);
        return new Link(file.name(), WasmSource.data(file.binary()).named(pair.name()));
    }

    private static WasmSource url(String text, String where) {
        try {
            return WasmSource.url(new URI(text));
        } catch (URISyntaxException e) {
            throw new CommandFailure(ExitCode.USAGE, "%s: this is no URL: %s".formatted(where, e.getReason()), e);
        }
    }

    /** TOML begins with nothing in particular. */
    private static boolean isToml(ModuleFile file) {
        return file.name().endsWith(".toml");
    }

    private static boolean isJson(byte[] bytes) {
        var start = 0;
        while (start < bytes.length && Character.isWhitespace(bytes[start])) {
            start++;
        }
        return start < bytes.length && bytes[start] == '{';
    }

    private static Manifest manifest(ModuleFile file) {
        if (ModuleFormat.of(file.bytes()) != ModuleFormat.OTHER) {
            throw new CommandFailure(ExitCode.USAGE,
                    file.name() + ": this is a module, not a manifest: leave --manifest out");
        }
        try {
            var text = new String(file.bytes(), StandardCharsets.UTF_8);
            return isToml(file) ? Manifest.parseToml(text) : Manifest.parse(text);
        } catch (ManifestException e) {
            throw new CommandFailure(ExitCode.FILE, file.name() + ": " + e.getMessage(), e);
        }
    }

    /** Whether a module has to be loaded from the network. */
    boolean needsNetwork() {
        return manifest.wasm().stream().anyMatch(WasmSource.OfUrl.class::isInstance)
                || links.stream().anyMatch(link -> link.source() instanceof WasmSource.OfUrl);
    }

    /**
     * Loads it.
     *
     * @param builder gives it what else it gets; what it says counts more than the manifest
     */
    CompiledPlugin compile(Plugin.Builder builder) {
        var whole = Manifest.builder();
        links.forEach(link -> whole.wasm(link.source()));
        try {
            return precompiled != null ? builder.compile(precompiled)
                    : builder.compile(whole.merge(manifest).build());
        } catch (ManifestException e) {
            throw new CommandFailure(ExitCode.FILE, message(e), e);
        } catch (LinkException e) {
            throw new CommandFailure(ExitCode.FILE, "%s: %s%s".formatted(name, e.getMessage(), advice(e)), e);
        }
    }

    /** The plug-in host's own advice is for who calls it from Java. */
    private static String advice(LinkException e) {
        return String.valueOf(e.getMessage()).contains("hostFunction")
                ? " (this command gives no host functions: link a module that has it with --link, or call the plug-in "
                        + "from Java)"
                : "";
    }

    private String message(ManifestException e) {
        if (e.field().startsWith(PATH_FIELD)) {
            var path = e.field().substring(PATH_FIELD.length());
            if (manifest.allowedPaths().stream().noneMatch(allowed -> allowed.hostPath().equals(path))) {
                return "--allow-path %s: %s".formatted(path, e.detail());
            }
        }
        var module = MODULE_FIELD.matcher(e.field());
        if (!module.matches()) {
            return "%s: %s".formatted(name, isManifest ? e.getMessage() : e.detail());
        }
        var index = Integer.parseInt(module.group(1));
        if (index < links.size()) {
            return links.get(index).label() + ": " + detail(e, links.get(index).source());
        }
        index -= links.size();
        var detail = detail(e, manifest.wasm().get(index));
        return isManifest ? "%s: manifest field wasm[%d]%s: %s".formatted(name, index, module.group(2), detail)
                : name + ": " + detail;
    }

    private static String detail(ManifestException e, WasmSource source) {
        if (e.getCause() instanceof InvalidModuleException invalid) {
            return source instanceof WasmSource.OfData data ? invalid.getMessage() + FileGuess.of(data.bytes())
                    : String.valueOf(invalid.getMessage());
        }
        // The address stands before it already.
        return source instanceof WasmSource.OfUrl url && e.detail().startsWith(url.url() + " ")
                ? e.detail().substring(url.url().toString().length() + 1)
                : e.detail();
    }
}
