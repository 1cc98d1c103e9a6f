package dev.mortise.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mortise.simulator.SkippedLines.BadLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceTest {

    private static final TraceFormat TEXT = new TraceFormat.IdAndSize();
    private static final TraceFormat LIRS = new TraceFormat.Lirs(512);
    private static final TraceFormat CSV = new TraceFormat.Csv("url", "bytes", ',');

    @TempDir
    private Path folder;

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("trace.dat"), bytes);
    }

    private Trace read(TraceFormat format, String text) throws IOException {
        return Trace.read(file(text.getBytes(UTF_8)), format);
    }

    private static byte[] gzip(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    /** {@code id:size} of each request. */
    private static String requests(Trace trace) {
        return IntStream.range(0, trace.requests()).mapToObj(i -> trace.id(i) + ":" + trace.sizeOf(trace.id(i)))
                .collect(Collectors.joining(" "));
    }

    @Test
    void readsIdsAndSizes() throws IOException {
        var trace = read(TEXT, "7 100\r\n\n  -3\t20  \n9223372036854775807 0\n7 100");

        assertThat(requests(trace)).isEqualTo("0:100 1:20 2:0 0:100");
        assertThat(trace.objects()).isEqualTo(3);
        assertThat(trace.objectBytes()).isEqualTo(120);
        assertThat(trace.requestedBytes()).isEqualTo(220);
        assertThat(trace.skipped()).isEqualTo(SkippedLines.NONE);
        assertThat(trace).hasToString("trace.dat: 4 requests for 3 objects");
    }

    @Test
    void readsGzip() throws IOException {
        var text = IntStream.range(0, 100_000).mapToObj(i -> i % 5000 + " " + (i % 5000 + 1))
                .collect(Collectors.joining("\n"));

        var trace = Trace.read(file(gzip(text)), TEXT);

        assertThat(trace.requests()).isEqualTo(100_000);
        assertThat(trace.objects()).isEqualTo(5000);
        assertThat(trace.sizeOf(trace.id(54_321))).isEqualTo(4322);
    }

    @Test
    void anObjectKeepsItsFirstSize() throws IOException {
        assertThat(requests(read(TEXT, "1 10\n2 5\n1 99\n2 0\n"))).isEqualTo("0:10 1:5 0:10 1:5");
    }

    @ParameterizedTest
    @CsvSource({"x 1, the id is no whole number of 64 bits: 'x 1'", "1, there is no size: '1'",
        "1 x, the size is no whole number of 64 bits: '1 x'", "1 -2, the size is negative: '1 -2'",
        "1 2 3, there is more than an id and a size: '1 2 3'", "1 1.5, the size is no whole number of 64 bits: '1 1.5'",
        "9223372036854775808 1, the id is no whole number of 64 bits: '9223372036854775808 1'",
        "- 1, the id is no whole number of 64 bits: '- 1'"})
    void tellsWhyALineIsSkipped(String line, String reason) throws IOException {
        var trace = read(TEXT, "1 1\n" + line + "\n2 2\n");

        assertThat(requests(trace)).isEqualTo("0:1 1:2");
        assertThat(trace.skipped()).isEqualTo(new SkippedLines(1, Arrays.asList(new BadLine(2, reason))));
    }

    @Test
    void showsTheFirstTenBadLinesAndCountsAll() throws IOException {
        var trace = read(TEXT, "1 1\n" + "bad\n".repeat(25) + "2 2\n");

        assertThat(trace.skipped().count()).isEqualTo(25);
        assertThat(trace.skipped().first()).hasSize(10).extracting(BadLine::number).startsWith(2L).endsWith(11L);
    }

    @Test
    void endsAtTheFirstBadLineIfAsked() throws IOException {
        var file = file("1 1\n2 2\noops\n".getBytes(UTF_8));

        assertThatThrownBy(() -> Trace.readStrictly(file, TEXT)).isInstanceOf(TraceException.class)
                .hasMessage("trace.dat: line 3: the id is no whole number of 64 bits: 'oops'");
    }

    /** Neither a line that is longer than any buffer nor one that just reaches over its end disturbs the next. */
    @Test
    void skipsLinesWithoutEnd() throws IOException {
        for (var length : new int[]{4095, 4096, 4097, 65_535, 65_536, 65_537, 1_000_000}) {
            var trace = read(TEXT, "1 1\n" + "x".repeat(length) + "\n2 2\n" + "y".repeat(length));

            assertThat(requests(trace)).as("%d", length).isEqualTo("0:1 1:2");
            assertThat(trace.skipped().count()).isEqualTo(2);
            assertThat(trace.skipped().first()).extracting(BadLine::number).containsExactly(2L, 4L);
        }
    }

    @Test
    void readsBlocks() throws IOException {
        var trace = read(LIRS, "12\n*\n99999999999\n\n12\nx\n1 2\n");

        assertThat(requests(trace)).isEqualTo("0:512 1:512 0:512");
        assertThat(trace.skipped().first()).extracting(BadLine::toString).containsExactly(
                "line 6: this is not the number of a block: 'x'", "line 7: this is not the number of a block: '1 2'");
    }

    @Test
    void readsColumnsOfATable() throws IOException {
        var trace = read(CSV,
                "\uFEFFtime,bytes,url\n1,10,/a\n2,20,\"/b,\"\"c\"\"\"\n\n3,10,/a\n4,30,17\n5,30,017\n6,30,17\n");

        assertThat(requests(trace)).isEqualTo("0:10 1:20 0:10 2:30 3:30 2:30");
        assertThat(trace.skipped().count()).isZero();
    }

    @Test
    void readsCompressedTablesWithOtherSeparators() throws IOException {
        var trace = Trace.read(file(gzip("url;bytes\n/a;1\n/b;2\n")), new TraceFormat.Csv("url", "bytes", ';'));

        assertThat(requests(trace)).isEqualTo("0:1 1:2");
    }

    @Test
    void tellsWhichLinesOfATableAreNoRequests() throws IOException {
        var trace = read(CSV, "url,bytes\n/a,1\n/b\n/c,x\n/d,-1\n/e,1,2\n/f,6\n");

        assertThat(requests(trace)).isEqualTo("0:1 1:6");
        assertThat(trace.skipped().first()).extracting(BadLine::toString).containsExactly(
                "line 3: 1 values for 2 columns", "line 4: the size is no whole number of 64 bits: 'x'",
                "line 5: the size is negative: '-1'", "line 6: 3 values for 2 columns");
    }

    @Test
    void aQuoteThatIsNotClosedCostsOneLine() throws IOException {
        var trace = read(CSV, "url,bytes\n/a,1\n\"/b,2\n/c,3\n/d,\"4\n/e,5\r\n" + "/f,6\n".repeat(10_000));

        assertThat(requests(trace)).startsWith("0:1 1:3 2:5 3:6 3:6 ");
        assertThat(trace.requests()).isEqualTo(10_003);
        assertThat(trace.skipped().first()).extracting(BadLine::toString).containsExactly(
                "line 3: a quote is not closed on the line, or it is no CSV otherwise: '\"/b,2'",
                "line 5: a quote is not closed on the line, or it is no CSV otherwise: '/d,\"4'");
    }

    /** More than 16 million characters, where the parser would give up. */
    @Test
    void aLineOfATableWithoutEndIsABadOne() throws IOException {
        var trace = read(CSV, "url,bytes\n/a,1\n" + "x".repeat(17_000_000) + ",2\n" + "y".repeat(60_000) + ",3\n");

        assertThat(requests(trace)).isEqualTo("0:1 1:3");
        assertThat(trace.skipped().first()).extracting(BadLine::toString)
                .containsExactly("line 3: over 65,536 bytes are no request");
    }

    @Test
    void nothingIsNoIdInATable() throws IOException {
        var trace = read(CSV, "url,bytes\n,1\n\"\",2\n/a,3\n");

        assertThat(requests(trace)).isEqualTo("0:3");
        assertThat(trace.skipped().first()).extracting(BadLine::toString).containsExactly("line 2: the id is empty",
                "line 3: the id is empty");
    }

    @Test
    void aByteOrderMarkIsNoPartOfALine() throws IOException {
        assertThat(requests(read(TEXT, "\uFEFF1 10\n2 20\n"))).isEqualTo("0:10 1:20");
        assertThat(requests(read(LIRS, "\uFEFF7\n"))).isEqualTo("0:512");
    }

    @Test
    void numbersMayHaveEitherSign() throws IOException {
        var trace = read(TEXT, "+5 +10\n5 10\n-5 20\n+-5 1\n+ 1\n");

        assertThat(requests(trace)).isEqualTo("0:10 0:10 1:20");
        assertThat(trace.skipped().count()).isEqualTo(2);
    }

    @Test
    void refusesATableWithoutTheColumn() throws IOException {
        var file = file("id,size\n1,2\n".getBytes(UTF_8));

        assertThatThrownBy(() -> Trace.read(file, CSV)).isInstanceOf(TraceException.class)
                .hasMessage("trace.dat: there is no column 'url'; there are: id, size");
    }

    @Test
    void refusesFilesWithoutRequests() throws IOException {
        assertThatThrownBy(() -> read(TEXT, "")).isInstanceOf(TraceException.class)
                .hasMessage("trace.dat: there is no request in it");
        assertThatThrownBy(() -> read(TEXT, "a\nb\n")).isInstanceOf(TraceException.class).hasMessage(
                "trace.dat: there is no request in it; 2 lines were skipped, the first for this: line 1: the id is no "
                        + "whole number of 64 bits: 'a'");
        assertThatThrownBy(() -> read(CSV, "url,bytes\n")).isInstanceOf(TraceException.class);
    }

    @Test
    void saysThatCompressedDataAreCutOff() throws IOException {
        var whole = gzip("1 1\n".repeat(100_000));

        assertThatThrownBy(() -> Trace.read(file(Arrays.copyOf(whole, whole.length - 20)), TEXT))
                .isInstanceOf(TraceException.class)
                .hasMessageStartingWith("trace.dat: the gzip data are damaged or cut");
        assertThatThrownBy(() -> Trace.read(file(Arrays.copyOf(whole, 6)), TEXT)).isInstanceOf(TraceException.class)
                .hasMessage("trace.dat: the gzip data are damaged or cut off after 0 requests: they end in the middle");
    }

    @Test
    void aMissingFileIsAnErrorOfItsOwn() {
        assertThatThrownBy(() -> Trace.read(folder.resolve("none"), TEXT)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void numbersAndTheirTextsAreTheSameIds() {
        var trace = Trace.builder("built").add(17, 1).add("17", 1).add("x", 1).add("017", 1).add("-17", 1).add(-17, 1)
                .add("x", 1).build();

        assertThat(requests(trace)).isEqualTo("0:1 0:1 1:1 2:1 3:1 3:1 1:1");
    }

    /** At the end of the builder's room too: 1,024 objects at first. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1023, 1024})
    void aRefusedSizeLeavesNothingBehind(int before) {
        var builder = Trace.builder("built");
        for (var id = 0; id < before; id++) {
            builder.add(id, 1);
        }
        assertThatThrownBy(() -> builder.add(-1, -5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.add("a", -5)).isInstanceOf(IllegalArgumentException.class);
        var trace = builder.add(-2, 3).add("a", 4).add(-1, 5).build();

        assertThat(trace.requests()).isEqualTo(before + 3);
        assertThat(trace.objects()).isEqualTo(before + 3);
        assertThat(IntStream.range(before, before + 3).mapToLong(trace::sizeOf)).containsExactly(3L, 4L, 5L);
    }

    @Test
    void refusesMoreBytesThanCanBeCounted() {
        var half = 1L << 62;
        assertThat(Trace.builder("built").add(1, half).add(2, half - 1).build())
                .satisfies(trace -> assertThat(trace.requestedBytes()).isEqualTo(Long.MAX_VALUE))
                .satisfies(trace -> assertThat(trace.objectBytes()).isEqualTo(Long.MAX_VALUE));
        for (var builder : new Trace.Builder[]{Trace.builder("built").add(1, half).add(2, half),
            Trace.builder("built").add(1, half).add(1, 0)}) {
            assertThatThrownBy(builder::build).isInstanceOf(TraceException.class)
                    .hasMessage("built: its requests are for 2^63 bytes or more, which is more than can be counted");
        }
    }

    @Test
    void madeUpTracesAreTheSameEverywhere() {
        var trace = new Zipf(50_000, 1000, 0.8, 42).generate();

        assertThat(trace.requests()).isEqualTo(50_000);
        assertThat(IntStream.range(0, 50_000).map(trace::id).boxed().toList().hashCode()).isEqualTo(ZIPF_IDS);
        assertThat(trace.objectBytes()).isEqualTo(ZIPF_BYTES);
    }

    @Test
    void popularityFollowsTheExponent() {
        var trace = new Zipf(200_000, 100, 1.0, 7).generate();
        var counts = new int[100];
        IntStream.range(0, trace.requests()).forEach(i -> counts[trace.id(i)]++);
        Arrays.sort(counts);

        // Of 100 objects the first has 1/5.187 of the requests, the second half of that.
        assertThat(counts[99] / 200_000.0).isBetween(0.188, 0.198);
        assertThat(counts[98] / 200_000.0).isBetween(0.092, 0.101);
        assertThat(new Zipf(1000, 10, 0, 8).generate().objects()).isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 1", "1, 0, 1", "1, 1, -0.1", "1, 1, 11", "1, 1, NaN"})
    void refusesNumbersThatMakeNoTrace(int requests, int objects, double exponent) {
        assertThatThrownBy(() -> new Zipf(requests, objects, exponent, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static final int ZIPF_IDS = -1_274_385_368;
    private static final long ZIPF_BYTES = 21_266_349;
}
