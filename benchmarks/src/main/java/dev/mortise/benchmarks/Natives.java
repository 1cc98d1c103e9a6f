package dev.mortise.benchmarks;

import java.util.Optional;

/** The native programs to compare with; those are missing for which the script has found no compiler. */
record Natives(Optional<NativeKernels> kernels, Optional<NativeExtism> extism, Optional<NativePolicies> policies) {

    static final Natives NONE = new Natives(Optional.empty(), Optional.empty(), Optional.empty());

    Natives withKernels(NativeKernels program) {
        return new Natives(Optional.of(program), extism, policies);
    }

    Natives withExtism(Optional<NativeExtism> program) {
        return new Natives(kernels, program, policies);
    }

    Natives withPolicies(Optional<NativePolicies> program) {
        return new Natives(kernels, extism, program);
    }
}
