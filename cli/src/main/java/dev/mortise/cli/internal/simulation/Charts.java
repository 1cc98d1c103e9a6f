package dev.mortise.cli.internal.simulation;

import dev.mortise.simulator.RunResult.Measured;
import dev.mortise.simulator.SweepResult;
import java.awt.Color;
import java.awt.Font;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Results as pictures in the format PNG: what has a column in the table has a colour. */
public final class Charts {

    private static final int WIDTH = 900;
    private static final int HEIGHT = 560;
    /** Pixels by pixel: sharp on screens of today. */
    private static final int SCALE = 2;
    private static final double HEADROOM = 1.08;

    /** Told apart also by those who do not see red and green as others do: the palette of Okabe and Ito, and brown. */
    private static final Color[] COLOURS = {new Color(0x0072B2), new Color(0xD55E00), new Color(0x009E73),
        new Color(0xCC79A7), new Color(0xE69F00), new Color(0x56B4E9), Color.BLACK, Color.GRAY,
        new Color(0xF0E442), new Color(0x8B5A2B)};

    static {
        // There may be no screen, and none is needed.
        System.setProperty("java.awt.headless", "true");
    }

    private Charts() {}

    /** The hit ratio of each policy over the cache size. */
    public static byte[] hitRatios(SweepResult result) {
        var chart = new XYChartBuilder().width(WIDTH).height(HEIGHT).title("Hit ratio: " + shortName(result))
                .xAxisTitle("cache size").yAxisTitle("hit ratio").build();
        style(chart.getStyler());
        // Sizes double as a rule, so that equal factors get equal distances; the ticks are powers of two.
        var least = result.measured().stream().mapToDouble(Measured::hitRatio).min().orElseThrow();
        var logarithms = result.measured().stream().mapToDouble(run -> log2(run.cacheBytes())).summaryStatistics();
        chart.getStyler().setXAxisTickLabelsFormattingFunction(tick -> CacheSize.text(Math.pow(2, tick)))
                .setXAxisMin(Math.floor(logarithms.getMin())).setXAxisMax(Math.ceil(logarithms.getMax()) + 0.001)
                .setYAxisMin(Math.min(0.9, Math.floor(least * 10) / 10)).setYAxisMax(1.0)
                .setYAxisTickLabelsFormattingFunction(ratio -> String.format(Locale.ROOT, "%.2f", ratio));
        chart.getStyler().setMarkerSize(6);
        byPolicy(result).forEach((policy, bySize) -> chart.addSeries(policy,
                bySize.keySet().stream().mapToDouble(Charts::log2).toArray(),
                bySize.values().stream().mapToDouble(Measured::hitRatio).toArray()));
        return png(chart);
    }

    /** The time that each policy takes under each ABI at the smallest size, at which most is evicted. */
    public static byte[] seconds(SweepResult result) {
        var smallest = result.measured().stream().mapToLong(Measured::cacheBytes).min().orElseThrow();
        var runs = result.measured().stream().filter(run -> run.cacheBytes() == smallest).toList();
        var chart = new CategoryChartBuilder().width(WIDTH).height(HEIGHT)
                .title("Seconds for %,d requests, cache of %s".formatted(result.trace().requests(),
                        CacheSize.text(smallest)))
                .xAxisTitle("policy").yAxisTitle("seconds").build();
        style(chart.getStyler());
        var longest = runs.stream().mapToDouble(Measured::seconds).max().orElseThrow();
        chart.getStyler().setYAxisMin(0.0).setYAxisMax(longest * HEADROOM);
        chart.getStyler().setYAxisTickLabelsFormattingFunction(
                seconds -> String.format(Locale.ROOT, longest < 0.1 ? "%.3f" : longest < 10 ? "%.2f" : "%.0f",
                        seconds));
        chart.getStyler().setAvailableSpaceFill(0.8);
        var policies = new ArrayList<>(new LinkedHashSet<>(runs.stream().map(run -> run.way().policy()).toList()));
        for (var way : new LinkedHashSet<>(runs.stream().map(run -> ResultTable.column(run, result)).toList())) {
            List<@Nullable Double> bars = new ArrayList<>();
            for (var policy : policies) {
                bars.add(runs.stream()
                        .filter(run -> run.way().policy().equals(policy) && ResultTable.column(run, result).equals(way))
                        .map(Measured::seconds).findFirst().orElse(null));
            }
            chart.addSeries(way, policies, bars);
        }
        return png(chart);
    }

    private static Map<String, Map<Long, Measured>> byPolicy(SweepResult result) {
        var all = new LinkedHashMap<String, Map<Long, Measured>>();
        result.measured().stream().sorted((one, other) -> Long.compare(one.cacheBytes(), other.cacheBytes()))
                .forEach(run -> all.computeIfAbsent(run.way().policy(), key -> new LinkedHashMap<>())
                        .putIfAbsent(run.cacheBytes(), run));
        return all;
    }

    private static String shortName(SweepResult result) {
        var name = result.trace().name();
        return name.length() <= 80 ? name : name.substring(0, 77) + "...";
    }

    private static double log2(long bytes) {
        return Math.log(bytes) / Math.log(2);
    }

    private static void style(AxesChartStyler styler) {
        styler.setSeriesColors(COLOURS).setChartBackgroundColor(Color.WHITE).setPlotBorderVisible(false)
                .setLegendPosition(LegendPosition.OutsideE).setLegendBorderColor(Color.WHITE)
                .setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 16)).setChartTitleBoxVisible(false)
                .setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14)).setLocale(Locale.ROOT);
        styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12))
                .setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
    }

    private static byte[] png(Chart<?, ?> chart) {
        var image = new BufferedImage(WIDTH * SCALE, HEIGHT * SCALE, BufferedImage.TYPE_INT_RGB);
        var graphics = image.createGraphics();
        graphics.scale(SCALE, SCALE);
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        chart.paint(graphics, WIDTH, HEIGHT);
        graphics.dispose();
        var bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
