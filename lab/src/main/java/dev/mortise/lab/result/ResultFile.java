package dev.mortise.lab.result;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** A file of runs, a line of JSON each, the newest last. Keys that this version does not know are passed over. */
public final class ResultFile {

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final Path path;
    private final Consumer<String> notes;

    /** A file that may not be there yet. */
    public ResultFile(Path path) {
        this(path, note -> {
        });
    }

    /**
     * The same.
     *
     * @param notes is told what is passed over
     */
    public ResultFile(Path path, Consumer<String> notes) {
        this.path = path;
        this.notes = notes;
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /**
     * Makes the folder if it is not there, and sees to it that a run could be added.
     *
     * @throws LabFileException if there is a file with something else in it
     * @throws IOException if it could not
     */
    public void prepare() throws IOException {
        var folder = path.toAbsolutePath().getParent();
        if (folder != null) {
            try {
                Files.createDirectories(folder);
                // A question about rights would be answered wrongly for an administrator and for a disk that takes nothing.
                Files.delete(Files.createTempFile(folder, "mortise-lab", null));
            } catch (FileSystemException e) {
                throw new IOException("cannot write to the folder %s%s".formatted(folder,
                        e.getReason() == null ? "" : ": " + e.getReason()), e);
            }
        }
        if (Files.isDirectory(path) || Files.exists(path) && !Files.isWritable(path)) {
            throw new IOException("cannot write to %s".formatted(path));
        }
        checkKind();
    }

    /** By the first line: nobody wants results at the end of something else. */
    private void checkKind() throws IOException {
        if (!Files.isRegularFile(path)) {
            return;
        }
        try (var lines = Files.lines(path)) {
            lines.filter(line -> !line.isBlank()).findFirst().ifPresent(line -> parse(line, 1));
        } catch (LabFileException | UncheckedIOException e) {
            throw new LabFileException(
                    "%s is another file than this version of the lab writes; name a new one".formatted(path), e);
        }
    }

    /**
     * Adds a run at the end, in one piece. Makes the file and its folder if they are not there.
     *
     * @throws IOException if it cannot be written
     */
    public void append(LabRun run) throws IOException {
        prepare();
        var line = (isCutOff() ? "\n" : "") + JSON.writeValueAsString(run) + "\n";
        try (var channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND,
                StandardOpenOption.WRITE)) {
            var bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    /** Whether the file ends in the middle of a line, for who wrote it last was stopped. */
    private boolean isCutOff() throws IOException {
        if (!Files.exists(path) || Files.size(path) == 0) {
            return false;
        }
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            var last = ByteBuffer.allocate(1);
            channel.read(last, channel.size() - 1);
            return last.get(0) != '\n';
        }
    }

    /**
     * All runs, the oldest first. A last line that was cut off is passed over after a run.
     *
     * @throws LabFileException if a line is no run, or one of a newer format
     * @throws IOException if the file cannot be read
     */
    public List<LabRun> read() throws IOException {
        List<String> lines;
        if (Files.isDirectory(path)) {
            throw new LabFileException("%s is a folder, not a file of the lab".formatted(path));
        }
        try {
            lines = Files.readAllLines(path);
        } catch (CharacterCodingException e) {
            throw new LabFileException("%s is no file of the lab: it is not text in UTF-8".formatted(path), e);
        }
        var isCutOff = isCutOff();
        var runs = new ArrayList<LabRun>();
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            if (!line.isBlank()) {
                try {
                    runs.add(parse(line, i + 1));
                } catch (LabFileException e) {
                    if (runs.isEmpty() || !isCutOff || i < lines.size() - 1) {
                        throw e;
                    }
                    notes.accept("%s: line %d is cut off and was not read".formatted(path, i + 1));
                }
            }
        }
        return runs;
    }

    /**
     * The newest run.
     *
     * @throws LabFileException if there is none, or as {@link #read} does
     * @throws IOException if the file cannot be read
     */
    public LabRun last() throws IOException {
        var runs = read();
        if (runs.isEmpty()) {
            throw new LabFileException("%s has no run in it; 'mortise lab' writes one".formatted(path));
        }
        return runs.getLast();
    }

    /**
     * The run before the newest.
     *
     * @throws LabFileException if there is none, or as {@link #read} does
     * @throws IOException if the file cannot be read
     */
    public LabRun lastButOne() throws IOException {
        var runs = read();
        if (runs.size() < 2) {
            throw new LabFileException("%s has one run at most, and two are needed".formatted(path));
        }
        return runs.get(runs.size() - 2);
    }

    private LabRun parse(String line, int number) {
        LabRun run;
        try {
            run = JSON.readValue(line, LabRun.class);
            // What is missing is null.
            if (Stream.of(run.started(), run.command(), run.mortise(), run.machine(), run.noise())
                    .anyMatch(Objects::isNull)) {
                throw noRun(number, null);
            }
        } catch (JacksonException | NullPointerException e) {
            throw noRun(number, e);
        }
        if (run.format() != LabRun.FORMAT) {
            throw new LabFileException(
                    "%s: line %d has format %d, but this version of Mortise reads format %d".formatted(
                            path, number, run.format(), LabRun.FORMAT));
        }
        return run;
    }

    private LabFileException noRun(int number, @Nullable Exception e) {
        return new LabFileException("%s: line %d is cut off, or no run of the lab".formatted(path, number), e);
    }
}
