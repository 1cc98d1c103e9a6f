package dev.mortise.spark;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** Sparks that stay on this machine, and where the guests are. */
final class LocalSpark {

    private LocalSpark() {}

    /** One session a test class; one process has one Spark at a time. */
    static SparkSession.Builder session(String master) {
        return SparkSession.builder().master(master).appName("mortise-spark tests")
                .config("spark.ui.enabled", false)
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", 2)
                .config("spark.sql.warehouse.dir", Path.of("target", "warehouse").toUri().toString());
    }

    static Path guest(String path) {
        var root = System.getProperty("mortise.root");
        var file = (root == null ? Path.of("..") : Path.of(root)).resolve("guests").resolve(path);
        if (!Files.isRegularFile(file)) {
            throw new AssertionError(file.toAbsolutePath() + " is missing: run guests/build");
        }
        return file;
    }
}
