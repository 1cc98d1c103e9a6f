package dev.mortise.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where the log of a plug-in goes whose host says nothing of it. */
class SystemLogTest {

    /** What is behind the system logger of this name as long as nobody puts another library there. */
    private final Logger logger = Logger.getLogger("dev.mortise.plugin");
    private final List<String> records = new ArrayList<>();
    private final Handler handler = new Handler() {

        @Override
        public void publish(LogRecord entry) {
            records.add(entry.getLevel() + " " + entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.setUseParentHandlers(false);
        logger.setLevel(Level.ALL);
        logger.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(handler);
        logger.setLevel(null);
        logger.setUseParentHandlers(true);
    }

    private void logAll(Plugin.Builder builder) throws Exception {
        var reflect = HostFunction.ofString("host_reflect", (current, text) -> text);
        try (var plugin = builder.hostFunction(reflect).open(Guests.rust("sample"))) {
            plugin.callString("log_all", "{0}");
        }
    }

    @Test
    void takesEachLevelAsSuch() throws Exception {
        logAll(Plugin.builder().logLevel(System.Logger.Level.ALL));
        assertThat(records).containsExactly("FINER trace: {0}", "FINE debug: {0}", "INFO info: {0}",
                "WARNING warn: {0}", "SEVERE error: {0}");
    }

    @Test
    void beginsAtInfo() throws Exception {
        logAll(Plugin.builder());
        assertThat(records).containsExactly("INFO info: {0}", "WARNING warn: {0}", "SEVERE error: {0}");
    }

    /** The logger's own level counts as well. */
    @Test
    void isQuietWhereTheLoggerIs() throws Exception {
        logger.setLevel(Level.SEVERE);
        logAll(Plugin.builder());
        assertThat(records).containsExactly("SEVERE error: {0}");
    }
}
