package dev.mortise.maven;

import java.io.File;
import org.jspecify.annotations.Nullable;

/** A {@code <module>} of the configuration; Maven sets the fields. */
public final class Module {

    /** The module in the binary format. */
    @Nullable
    File file;
    /** The class that will give it, such as {@code com.example.Prism}. */
    @Nullable
    String className;
    /** Whether instances may have fuel. */
    boolean fuel;
}
