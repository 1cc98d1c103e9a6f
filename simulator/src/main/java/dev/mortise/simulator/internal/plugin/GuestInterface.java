package dev.mortise.simulator.internal.plugin;

import dev.mortise.bind.Abi;
import dev.mortise.bind.Bindings;
import dev.mortise.bind.Codec;
import dev.mortise.simulator.CachePolicy;
import dev.mortise.simulator.PolicyAbi;
import dev.mortise.wasm.ExternType;
import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.Instance;
import dev.mortise.wasm.Module;
import dev.mortise.wasm.NumberType;
import dev.mortise.wasm.ValueType;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a module's policy is called under one ABI.
 *
 * @param abi the ABI
 * @param send the name of the function that takes a request
 * @param tellsOutcomes whether that answers
 */
public record GuestInterface(PolicyAbi abi, String send, boolean tellsOutcomes) {

    private static final MethodHandles.Lookup HERE = MethodHandles.lookup();
    private static final FunctionType INIT = FunctionType.of(NumberType.I64);
    private static final List<ValueType> NUMBERS = List.of(NumberType.I32, NumberType.I64);
    private static final List<ValueType> BUFFER = List.of(NumberType.I32, NumberType.I32);

    /** All ways to call the policy of a module that is one. */
    public static Map<PolicyAbi, GuestInterface> of(Module module) {
        var functions = functions(module);
        var all = new EnumMap<PolicyAbi, GuestInterface>(PolicyAbi.class);
        put(all, PolicyAbi.DIRECT, "send", NUMBERS, functions);
        put(all, PolicyAbi.STRUCT, "send_struct", BUFFER, functions);
        put(all, PolicyAbi.BINCODE, "send_bincode", BUFFER, functions);
        if (all.isEmpty()) {
            put(all, PolicyAbi.STRUCT, "send", BUFFER, functions);
            put(all, PolicyAbi.BINCODE, "send", BUFFER, functions);
        }
        return all;
    }

    private static void put(Map<PolicyAbi, GuestInterface> all, PolicyAbi abi, String name, List<ValueType> parameters,
            Map<String, FunctionType> functions) {
        var type = functions.get(name);
        if (type != null && type.parameters().equals(parameters) && isAnswer(type.results())) {
            all.put(abi, new GuestInterface(abi, name, !type.results().isEmpty()));
        }
    }

    private static boolean isAnswer(List<ValueType> results) {
        return results.isEmpty() || results.equals(List.of(NumberType.I32));
    }

    /** Why the module is no policy; empty if it is one. */
    public static List<String> mistakes(Module module) {
        var mistakes = new ArrayList<String>();
        var functions = functions(module);
        if (!module.imports().isEmpty()) {
            var first = module.imports().getFirst();
            mistakes.add(
                    "it imports \"%s\" from \"%s\", and a policy gets nothing from its host".formatted(first.name(),
                            first.module()));
        }
        check("init", INIT.parameters(), List.of(), functions, mistakes);
        check("stats", List.of(), List.of(NumberType.I64), functions, mistakes);
        if (of(module).isEmpty()) {
            mistakes.add("it exports no send (i32, i64), send_struct (i32, i32) or send_bincode (i32, i32) with the "
                    + "result i32 or none");
        }
        return mistakes;
    }

    private static void check(String name, List<ValueType> parameters, List<ValueType> results,
            Map<String, FunctionType> functions, List<String> mistakes) {
        var type = functions.get(name);
        if (type == null) {
            mistakes.add("it exports no function \"%s\"".formatted(name));
        } else if (!type.parameters().equals(parameters) || !type.results().equals(results)) {
            mistakes.add("its \"%s\" is %s".formatted(name, type));
        }
    }

    private static Map<String, FunctionType> functions(Module module) {
        var all = new LinkedHashMap<String, FunctionType>();
        for (var export : module.exports()) {
            if ((ExternType) export.type() instanceof FunctionType type) {
                all.put(export.name(), type);
            }
        }
        return all;
    }

    /** The policy in an instance of the module. */
    public CachePolicy bind(Instance instance) {
        var how = switch (abi) {
            case DIRECT -> Abi.direct();
            case STRUCT -> Abi.cStruct().staticBuffer();
            case BINCODE -> Abi.serialized(Codec.bincode1()).staticBuffer();
            case JAVA -> throw new IllegalStateException("no plug-in is Java");
        };
        return switch (send) {
            case "send" -> tellsOutcomes ? Bindings.bind(HERE, CachePolicy.class, instance, how)
                    : new Silent(Bindings.bind(HERE, SilentPolicies.Plain.class, instance, how));
            case "send_struct" -> tellsOutcomes ? Bindings.bind(HERE, AnsweringPolicies.OfStruct.class, instance, how)
                    : new Silent(Bindings.bind(HERE, SilentPolicies.OfStruct.class, instance, how));
            default -> tellsOutcomes ? Bindings.bind(HERE, AnsweringPolicies.OfBincode.class, instance, how)
                    : new Silent(Bindings.bind(HERE, SilentPolicies.OfBincode.class, instance, how));
        };
    }

    /** A policy that keeps to itself what became of a request. */
    private record Silent(SilentPolicies.Plain policy) implements CachePolicy {

        @Override
        public void init(long bytes) {
            policy.init(bytes);
        }

        @Override
        public int send(int id, long size) {
            policy.send(id, size);
            // Some answer; who asks knows that it tells nothing.
            return MISS;
        }

        @Override
        public long stats() {
            return policy.stats();
        }
    }
}
