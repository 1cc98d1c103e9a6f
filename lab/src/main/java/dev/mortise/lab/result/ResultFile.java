package dev.mortise.lab.result;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** A file of runs, a line of JSON each, the newest last. Keys that this version does not know are passed over. */
public final class ResultFile {

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final Path path;

    /** A file that may not be there yet. */
    public ResultFile(Path path) {
        this.path = path;
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /**
     * Makes the folder if it is not there, and sees to it that a run could be added.
     *
     * @throws IOException if it could not
     */
    public void prepare() throws IOException {
        var folder = path.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
            // A question about rights would be answered wrongly for an administrator and for a disk that takes nothing.
            Files.delete(Files.createTempFile(folder, "mortise-lab", null));
        }
        if (Files.isDirectory(path) || Files.exists(path) && !Files.isWritable(path)) {
            throw new IOException("cannot write to %s".formatted(path));
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
     * All runs, the oldest first. A last line that was cut off is passed over.
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
            if (!line.isBlank() && !(isCutOff && i == lines.size() - 1)) {
                runs.add(parse(line, i + 1));
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
        } catch (JacksonException | NullPointerException e) {
            throw new LabFileException("%s, line %d: this is no run of the lab: %s".formatted(path, number,
                    e instanceof JacksonException json ? json.getOriginalMessage() : "something is missing"), e);
        }
        if (run.format() != LabRun.FORMAT) {
            throw new LabFileException("%s, line %d: format %d, but this version of Mortise reads format %d".formatted(
                    path, number, run.format(), LabRun.FORMAT));
        }
        return run;
    }
}
