package dev.mortise.bind;

import java.lang.invoke.MethodHandles;

/** For tests of callers that come from another loader than the interface. */
public interface PublicEcho {

    String echo(String text);

    /** Such a caller, once it is copied. */
    final class Caller {

        private Caller() {}

        public static MethodHandles.Lookup lookup() {
            return MethodHandles.lookup();
        }
    }
}
