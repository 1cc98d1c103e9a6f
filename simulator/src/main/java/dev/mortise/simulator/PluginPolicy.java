package dev.mortise.simulator;

import dev.mortise.simulator.internal.plugin.GuestInterface;
import dev.mortise.wasm.InvalidModuleException;
import dev.mortise.wasm.Module;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A policy in a module. It exports {@code init(bytes i64)}, {@code stats() -> i64}, as in {@link CachePolicy}, and
 * {@code send} for one or more ABIs, which returns nothing or an i32 as there:
 * <ul>
 * <li>{@code send(id i32, size i64)} for {@link PolicyAbi#DIRECT},
 * <li>{@code send_struct(pointer i32, length i32)} for {@link PolicyAbi#STRUCT},
 * <li>{@code send_bincode(pointer i32, length i32)} for {@link PolicyAbi#BINCODE};
 * </ul>
 * and for the latter two {@code wasm_get_buffer() -> i64} or {@code alloc(size i32) -> i64}, {@code pointer << 32 | length}
 * each. A {@code send(pointer i32, length i32)} alone stands for either of the two: what it reads has to be known from
 * elsewhere. The module imports nothing; an {@code _initialize} is called first. Immutable, and safe for use by many
 * threads.
 */
public final class PluginPolicy {

    private final String implementation;
    private final Module module;
    private final Map<PolicyAbi, GuestInterface> interfaces;

    private PluginPolicy(String implementation, Module module, Map<PolicyAbi, GuestInterface> interfaces) {
        this.implementation = implementation;
        this.module = module;
        this.interfaces = interfaces;
    }

    /**
     * The policy in this module.
     *
     * @param implementation what results call it, such as the name of its file
     * @throws PolicyException if it is none; the message says what is missing
     */
    public static PluginPolicy of(String implementation, Module module) {
        var mistakes = GuestInterface.mistakes(module);
        if (!mistakes.isEmpty()) {
            throw new PolicyException("%s is no cache policy: %s".formatted(implementation,
                    String.join("; ", mistakes)));
        }
        return new PluginPolicy(implementation, module, GuestInterface.of(module));
    }

    /** One of those that come with the simulator, as a plug-in written in this language. */
    public static PluginPolicy builtIn(BuiltInPolicy policy, PolicyLanguage language) {
        var name = "policies/%s/%s.wasm".formatted(language.label(), policy.label());
        try (var in = PluginPolicy.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the simulator was built without " + name);
            }
            return of(language.label(), Module.parse(policy.label() + ".wasm", in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InvalidModuleException e) {
            throw new IllegalStateException("the simulator was built with a broken " + name, e);
        }
    }

    /** What results call it. */
    public String implementation() {
        return implementation;
    }

    /** The ABIs that it can be called under. */
    public Set<PolicyAbi> abis() {
        return Collections.unmodifiableSet(interfaces.keySet());
    }

    /**
     * Whether what its only {@code send} reads cannot be told from its type: it is among {@link #abis} for both
     * {@link PolicyAbi#STRUCT} and {@link PolicyAbi#BINCODE}, and is one of them.
     */
    public boolean isAmbiguous() {
        return interfaces.values().stream().collect(Collectors.groupingBy(GuestInterface::send)).values().stream()
                .anyMatch(sharing -> sharing.size() > 1);
    }

    /** The module. */
    Module module() {
        return module;
    }

    /** How it is called under this ABI. */
    GuestInterface interfaceFor(PolicyAbi abi) {
        var found = interfaces.get(abi);
        if (found == null) {
            throw new PolicyException("%s cannot be called under the ABI %s; it can under %s".formatted(implementation,
                    abi.label(), labels(interfaces.keySet())));
        }
        return found;
    }

    private static List<String> labels(Set<PolicyAbi> abis) {
        return abis.stream().map(PolicyAbi::label).toList();
    }
}
