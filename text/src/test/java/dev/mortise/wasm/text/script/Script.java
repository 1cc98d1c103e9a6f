package dev.mortise.wasm.text.script;

import dev.mortise.wasm.Fuel;
import dev.mortise.wasm.Imports;
import dev.mortise.wasm.Instance;
import dev.mortise.wasm.InvalidModuleException;
import dev.mortise.wasm.InvalidModuleException.Phase;
import dev.mortise.wasm.LinkException;
import dev.mortise.wasm.Module;
import dev.mortise.wasm.Trap;
import dev.mortise.wasm.internal.binary.Proposal;
import dev.mortise.wasm.text.WatException;
import dev.mortise.wasm.text.internal.ModuleText;
import dev.mortise.wasm.text.internal.Source;
import dev.mortise.wasm.text.internal.TokenReader;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a script form by form. A form that needs an unsupported proposal is skipped by the proposal's name, and so is
 * each later form that needs a module that was skipped.
 */
final class Script {

    private static final long HANG_SECONDS = 60;
    private static final ScheduledExecutorService WATCHDOG = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("script watchdog").factory());

    /** A module or instance, or why there is none. */
    private sealed interface Slot<T> {

        record Present<T>(T value) implements Slot<T> {}

        record Missing<T>(String feature) implements Slot<T> {}
    }

    private final TokenReader in;
    private final boolean isMetered;
    private final ModuleOrigin origin;
    private final BiConsumer<Integer, Outcome> listener;
    private final Map<String, Slot<Module>> definitions = new HashMap<>();
    private final Map<String, Slot<Instance>> instances = new HashMap<>();
    private final Map<String, Slot<Instance>> registered = new HashMap<>();
    private final Imports spectest;

    private Script(TokenReader in, boolean isMetered, ModuleOrigin origin, BiConsumer<Integer, Outcome> listener) {
        this.in = in;
        this.isMetered = isMetered;
        this.origin = origin;
        this.listener = listener;
        var imports = Imports.builder();
        SpecTestModule.addTo(imports);
        spectest = imports.build();
    }

    /**
     * Runs a script.
     *
     * @param isMetered whether instances have fuel, more than they need
     * @param origin how modules come to be
     * @param listener told the line and outcome of each form
     */
    static void run(String name, byte[] utf8, boolean isMetered, ModuleOrigin origin,
            BiConsumer<Integer, Outcome> listener) {
        TokenReader in;
        try {
            in = TokenReader.of(Source.of(name, utf8));
        } catch (WatException e) {
            listener.accept(e.line(), new Outcome.Failed("the script itself: " + e.getMessage()));
            return;
        }
        new Script(in, isMetered, origin, listener).run();
    }

    private void run() {
        if (!in.wordAfterOpen().equals("module") && isModuleField(in.wordAfterOpen())) {
            var line = in.line();
            var form = in.copy();
            listener.accept(line, outcome(() -> define("", form, FormKind.FIELDS)));
            return;
        }
        while (!in.atEnd()) {
            var line = in.line();
            var form = in.copy();
            in.skipForm();
            listener.accept(line, outcome(() -> form(form)));
        }
    }

    private static boolean isModuleField(String word) {
        return List.of("func", "memory", "table", "global", "type", "import", "export", "start", "elem", "data")
                .contains(word);
    }

    /** Something that fails by throwing. */
    private interface Step {
        void run() throws Throwable;
    }

    private static Outcome outcome(Step step) {
        try {
            step.run();
            return Outcome.PASSED;
        } catch (Unsupported e) {
            return new Outcome.Skipped(e.feature());
        } catch (AssertionError e) {
            return new Outcome.Failed(String.valueOf(e.getMessage()));
        } catch (Throwable e) {
            var feature = featureOf(e);
            return feature.isEmpty() ? new Outcome.Failed("threw " + e) : new Outcome.Skipped(feature);
        }
    }

    /** The proposal whose lack an exception reports, or an empty string. */
    private static String featureOf(Throwable thrown) {
        if (thrown instanceof WatException e) {
            return e.unsupportedFeature().orElse("");
        }
        if (thrown instanceof InvalidModuleException e && e.phase() == Phase.UNSUPPORTED) {
            return Arrays.stream(Proposal.values()).map(Proposal::text)
                    .filter(text -> String.valueOf(e.getMessage()).contains("uses " + text + ",")).findFirst()
                    .orElse("unknown");
        }
        return "";
    }

    private void form(TokenReader form) throws Throwable {
        var word = form.wordAfterOpen();
        switch (word) {
            case "module" -> module(form);
            case "register" -> register(form);
            case "invoke", "get" -> action(form);
            case "assert_return" -> assertReturn(form);
            case "assert_trap", "assert_exhaustion" -> assertTrap(form);
            case "assert_invalid" -> assertRefused(form, Phase.INVALID);
            case "assert_malformed", "assert_malformed_custom", "assert_invalid_custom" ->
                    assertRefused(form, Phase.MALFORMED);
            case "assert_unlinkable" -> assertUnlinkable(form);
            case "assert_exception" -> {
                form.skipOpen("assert_exception");
                action(form);
                throw new Unsupported(Proposal.EXCEPTIONS.text());
            }
            default -> throw new AssertionError("unknown form " + word);
        }
    }

    // ---- Modules

    private enum FormKind {
        MODULE, FIELDS
    }

    private void module(TokenReader form) {
        var look = form.copy();
        look.skipOpen("module");
        if (look.skip("definition")) {
            var id = look.copy().identifier().orElse("");
            definitions.put(id, slot(() -> parse(look)));
            missing(definitions.get(id));
        } else if (look.skip("instance")) {
            var id = look.identifier().orElse("");
            var definition = definitions.getOrDefault(look.identifier().orElse(""), new Slot.Missing<>("unknown"));
            instances.put(id, slot(() -> instantiate(value(definition))));
            instances.put("", instances.get(id));
            missing(instances.get(id));
        } else {
            define(look.copy().identifier().orElse(""), look, FormKind.MODULE);
        }
    }

    private void define(String id, TokenReader contents, FormKind kind) {
        var instance = slot(() -> instantiate(kind == FormKind.FIELDS
                ? origin.load(ModuleText.fields(contents)) : parse(contents)));
        instances.put("", instance);
        if (!id.isEmpty()) {
            instances.put(id, instance);
        }
        missing(instance);
    }

    private static <T> Slot<T> slot(Supplier<T> source) {
        try {
            return new Slot.Present<>(source.get());
        } catch (Unsupported e) {
            return new Slot.Missing<>(e.feature());
        } catch (RuntimeException e) {
            var feature = featureOf(e);
            if (feature.isEmpty()) {
                throw e;
            }
            return new Slot.Missing<>(feature);
        }
    }

    private static void missing(@Nullable Slot<?> slot) {
        if (slot instanceof Slot.Missing<?> missing) {
            throw new Unsupported(missing.feature());
        }
    }

    private static <T> T value(@Nullable Slot<T> slot) {
        return switch (slot) {
            case Slot.Present<T> present -> present.value();
            case Slot.Missing<T> missing -> throw new Unsupported(missing.feature());
            case null -> throw new AssertionError("no such module");
        };
    }

    /** A module from what stands behind {@code (module}. */
    private Module parse(TokenReader contents) {
        return origin.load(ModuleText.contents(contents));
    }

    private Instance instantiate(Module module) {
        var imports = Imports.builder().addAll(spectest);
        var missing = new TreeSet<String>();
        for (var wanted : module.imports()) {
            switch (registered.get(wanted.module())) {
                case Slot.Present<Instance> present -> imports.instance(wanted.module(), present.value());
                case Slot.Missing<Instance> absent -> missing.add(absent.feature());
                case null -> {
                }
            }
        }
        if (!missing.isEmpty()) {
            throw new Unsupported(missing.first());
        }
        if (isMetered) {
            imports.fuel(Fuel.of(Long.MAX_VALUE));
        }
        return module.instantiate(imports.build());
    }

    private void register(TokenReader form) {
        form.skipOpen("register");
        var name = form.name();
        var slot = instances.get(form.identifier().orElse(""));
        registered.put(name, slot == null ? new Slot.Missing<>("unknown") : slot);
        missing(slot);
    }

    // ---- Actions

    private @Nullable Object[] action(TokenReader form) {
        var isGet = form.skipOpen("get");
        if (!isGet && !form.skipOpen("invoke")) {
            throw form.unexpected("an action");
        }
        var id = form.identifier().orElse("");
        var name = form.name();
        var instance = value(instances.get(id));
        if (isGet) {
            form.close();
            return new Object[]{instance.global(name).get()};
        }
        var arguments = Values.arguments(form);
        form.close();
        var alarm = WATCHDOG.schedule(instance::interrupt, HANG_SECONDS, TimeUnit.SECONDS);
        try {
            return instance.function(name).call(arguments);
        } finally {
            alarm.cancel(false);
        }
    }

    private void assertReturn(TokenReader form) {
        form.skipOpen("assert_return");
        // Patterns first: a form that expects a vector is skipped before it calls anything.
        var look = form.copy();
        look.skipForm();
        var patterns = Values.patterns(look);
        var results = action(form);
        if (results.length != patterns.size()) {
            throw new AssertionError("expected " + patterns + ", got " + Arrays.toString(results));
        }
        for (var i = 0; i < results.length; i++) {
            if (!patterns.get(i).matches(results[i])) {
                throw new AssertionError("expected " + patterns + ", got " + Arrays.toString(results));
            }
        }
    }

    private void assertTrap(TokenReader form) {
        form.open();
        form.word();
        var look = form.copy();
        look.skipForm();
        var expected = look.name();
        try {
            if (form.wordAfterOpen().equals("module")) {
                form.skipOpen("module");
                instantiate(parse(form));
            } else {
                action(form);
            }
        } catch (Trap trap) {
            var message = String.valueOf(trap.getMessage());
            if (!message.startsWith(expected) && !expected.startsWith(trap.kind().text())) {
                throw new AssertionError("expected a trap \"" + expected + "\", got \"" + message + "\"");
            }
            return;
        }
        throw new AssertionError("expected a trap \"" + expected + "\", it returned");
    }

    // ---- Modules that must be refused

    private void assertRefused(TokenReader form, Phase phase) {
        form.open();
        form.word();
        var look = form.copy();
        look.skipForm();
        var expected = look.name();
        form.skipOpen("module");
        try {
            parse(form);
        } catch (WatException e) {
            if (e.unsupportedFeature().isPresent()) {
                throw e;
            }
            if (phase == Phase.MALFORMED && Refusal.means(expected, e.detail())) {
                return;
            }
            throw new AssertionError(
                    "expected " + phase + " (" + expected + "), got malformed text: " + e.getMessage());
        } catch (InvalidModuleException e) {
            if (e.phase() == Phase.UNSUPPORTED) {
                throw e;
            }
            if (e.phase() == phase && Refusal.means(expected, String.valueOf(e.getMessage()))) {
                return;
            }
            throw new AssertionError("expected " + phase + " (" + expected + "), got " + e.phase() + ": "
                    + e.getMessage());
        }
        throw new AssertionError("expected " + phase + " (" + expected + "), it was accepted");
    }

    private void assertUnlinkable(TokenReader form) {
        form.skipOpen("assert_unlinkable");
        var look = form.copy();
        look.skipForm();
        var expected = look.name();
        form.skipOpen("module");
        try {
            instantiate(parse(form));
        } catch (LinkException e) {
            if (!String.valueOf(e.getMessage()).startsWith(expected)) {
                throw new AssertionError("expected \"" + expected + "\", got \"" + e.getMessage() + "\"");
            }
            return;
        }
        throw new AssertionError("expected \"" + expected + "\", it was linked");
    }
}
