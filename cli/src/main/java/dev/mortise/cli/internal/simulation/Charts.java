package dev.mortise.cli.internal.simulation;

import dev.mortise.simulator.RunResult.Measured;
import dev.mortise.simulator.SweepResult;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
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
    /** Left and right of the first and the last size, as a share of what is between them. */
    private static final double MARGIN = 0.04;
    private static final int TICK_LENGTH = 4;
    private static final int GAP = 8;
    /** What the axis takes, a line of the legend beside its text, and what is left for the plot at least. */
    private static final int PLOT_LEFT = 90;
    private static final int LEGEND_LINE = 80;
    private static final int PLOT_WIDTH = 560;
    /** The library takes no lower limit of labels, also of one policy. */
    private static final int LEAST_LABELS = 2;
    private static final int LEGEND_ROW = 28;
    private static final Color INVISIBLE = new Color(0, true);
    private static final Font TITLE_FONT = new Font(Font.SANS_SERIF, Font.BOLD, 16);
    private static final Font LEGEND_FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
    private static final Font TICK_FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

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
        var names = names(result);
        var chart = new XYChartBuilder().width(WIDTH).height(height(names.size())).xAxisTitle("cache size")
                .yAxisTitle("hit ratio").build();
        style(chart.getStyler(), names.size());
        chart.setTitle(fitting("Hit ratio: " + result.trace().name(), names.values()));
        // Sizes double as a rule, so that equal factors get equal distances.
        var least = result.measured().stream().mapToDouble(Measured::hitRatio).min().orElseThrow();
        var sizes = new TreeSet<>(result.measured().stream().map(Measured::cacheBytes).toList());
        var margin = Math.max(MARGIN * (log2(sizes.getLast()) - log2(sizes.getFirst())), 0.1);
        chart.getStyler().setXAxisMin(log2(sizes.getFirst()) - margin).setXAxisMax(log2(sizes.getLast()) + margin)
                .setYAxisMin(Math.min(0.9, Math.floor(least * 10) / 10)).setYAxisMax(1.0)
                .setYAxisTickLabelsFormattingFunction(ratio -> String.format(Locale.ROOT, "%.2f", ratio));
        // The library's own ticks are at round numbers, which logarithms of sizes are not: they only keep the place.
        chart.getStyler().setXAxisTickLabelsColor(INVISIBLE).setXAxisTickMarksColor(INVISIBLE)
                .setPlotGridVerticalLinesVisible(false);
        chart.getStyler().setMarkerSize(6);
        byPolicy(result).forEach((policy, bySize) -> chart.addSeries(names.getOrDefault(policy, policy),
                bySize.keySet().stream().mapToDouble(Charts::log2).toArray(),
                bySize.values().stream().mapToDouble(Measured::hitRatio).toArray()));
        return png(chart, graphics -> drawSizes(graphics, chart, sizes));
    }

    /** Ticks where there are results; a label that would touch the one before is left out. */
    private static void drawSizes(Graphics2D graphics, XYChart chart, Iterable<Long> sizes) {
        var bottom = chart.getScreenYFromChart(chart.getStyler().getYAxisMin());
        graphics.setFont(TICK_FONT);
        var metrics = graphics.getFontMetrics();
        graphics.setStroke(new BasicStroke(1));
        graphics.setColor(Color.GRAY);
        graphics.draw(new Line2D.Double(chart.getScreenXFromChart(chart.getStyler().getXAxisMin()), bottom,
                chart.getScreenXFromChart(chart.getStyler().getXAxisMax()), bottom));
        var free = 0.0;
        for (var size : sizes) {
            var x = chart.getScreenXFromChart(log2(size));
            graphics.setColor(Color.DARK_GRAY);
            graphics.draw(new Line2D.Double(x, bottom, x, bottom + TICK_LENGTH));
            var label = CacheSize.text(size);
            var left = x - metrics.stringWidth(label) / 2.0;
            if (left >= free) {
                graphics.drawString(label, (float) left, (float) (bottom + TICK_LENGTH + metrics.getAscent() + 4));
                free = left + metrics.stringWidth(label) + metrics.charWidth(' ');
            }
        }
    }

    /** The time that each policy takes under each ABI at the smallest size, at which most is evicted. */
    public static byte[] seconds(SweepResult result) {
        var smallest = result.measured().stream().mapToLong(Measured::cacheBytes).min().orElseThrow();
        var runs = result.measured().stream().filter(run -> run.cacheBytes() == smallest).toList();
        var names = names(result);
        var ways = new LinkedHashMap<String, String>();
        runs.forEach(run -> ways.putIfAbsent(ResultTable.column(run, result), wayName(run, result, names)));
        var chart = new CategoryChartBuilder().width(WIDTH).height(height(ways.size()))
                .title("Seconds for %,d requests, cache of %s".formatted(result.trace().requests(),
                        CacheSize.text(smallest)))
                .xAxisTitle("policy").yAxisTitle("seconds").build();
        style(chart.getStyler(), ways.size());
        var longest = runs.stream().mapToDouble(Measured::seconds).max().orElseThrow();
        chart.getStyler().setYAxisMin(0.0).setYAxisMax(longest * HEADROOM);
        chart.getStyler().setYAxisTickLabelsFormattingFunction(
                seconds -> String.format(Locale.ROOT, longest < 0.1 ? "%.3f" : longest < 10 ? "%.2f" : "%.0f",
                        seconds));
        chart.getStyler().setAvailableSpaceFill(0.8);
        var policies = new ArrayList<>(new LinkedHashSet<>(runs.stream().map(run -> run.way().policy()).toList()));
        var labels = policies.stream().map(policy -> names.getOrDefault(policy, policy)).toList();
        var widest = labels.stream().mapToInt(Charts::tickWidth).max().orElseThrow();
        chart.getStyler().setXAxisMaxLabelCount(Math.max(LEAST_LABELS, labels.size())).setXAxisTickMarkSpacingHint(1);
        if (widest + GAP > PLOT_WIDTH / labels.size()) {
            chart.getStyler().setXAxisLabelRotation(90);
        }
        for (var way : ways.keySet()) {
            List<@Nullable Double> bars = new ArrayList<>();
            for (var policy : policies) {
                bars.add(runs.stream()
                        .filter(run -> run.way().policy().equals(policy) && ResultTable.column(run, result).equals(way))
                        .map(Measured::seconds).findFirst().orElse(null));
            }
            chart.addSeries(ways.getOrDefault(way, way), labels, bars);
        }
        return png(chart, graphics -> {});
    }

    private static Map<String, Map<Long, Measured>> byPolicy(SweepResult result) {
        var all = new LinkedHashMap<String, Map<Long, Measured>>();
        result.measured().stream().sorted((one, other) -> Long.compare(one.cacheBytes(), other.cacheBytes()))
                .forEach(run -> all.computeIfAbsent(run.way().policy(), key -> new LinkedHashMap<>())
                        .putIfAbsent(run.cacheBytes(), run));
        return all;
    }

    /** What policies and implementations are called: of a file the name, with folders where that alone is not enough. */
    private static Map<String, String> names(SweepResult result) {
        var all = new LinkedHashSet<String>();
        result.results().forEach(run -> all.add(run.way().policy()));
        return ShortNames.of(all);
    }

    private static String wayName(Measured run, SweepResult result, Map<String, String> policies) {
        var column = ResultTable.column(run, result);
        var implementation = run.way().implementation();
        var implementations = new LinkedHashSet<>(policies.keySet());
        result.results().forEach(each -> implementations.add(each.way().implementation()));
        var name = ShortNames.of(implementations).getOrDefault(implementation, implementation);
        return column.startsWith(implementation + ' ') ? name + column.substring(implementation.length()) : column;
    }

    /** What of the title there is room for above the plot, beside the legend. */
    private static String fitting(String title, Collection<String> legend) {
        var room = WIDTH - PLOT_LEFT - LEGEND_LINE - legend.stream().mapToInt(text -> width(text, LEGEND_FONT)).max()
                .orElse(0);
        if (width(title, TITLE_FONT) <= room) {
            return title;
        }
        var end = title.length();
        while (end > 0 && width(title.substring(0, end) + "...", TITLE_FONT) > room) {
            end--;
        }
        return title.substring(0, end) + "...";
    }

    private static int tickWidth(String text) {
        return width(text, TICK_FONT);
    }

    private static int width(String text, Font font) {
        return (int) Math.ceil(font.getStringBounds(text, new FontRenderContext(null, true, true)).getWidth());
    }

    /** Higher where the legend would not fit. */
    private static int height(int series) {
        return Math.max(HEIGHT, 100 + LEGEND_ROW * series);
    }

    /** Colours that are all different for three times as many series as the palette has: then lighter, then darker. */
    private static Color[] colours(int series) {
        var colours = new Color[series];
        for (var i = 0; i < series; i++) {
            var colour = COLOURS[i % COLOURS.length];
            colours[i] = switch (i / COLOURS.length % 3) {
                case 0 -> colour;
                case 1 -> mixed(colour, Color.WHITE, 0.6);
                default -> mixed(colour, new Color(0x303030), 0.5);
            };
        }
        return colours;
    }

    private static Color mixed(Color one, Color other, double share) {
        return new Color((int) (one.getRed() * (1 - share) + other.getRed() * share),
                (int) (one.getGreen() * (1 - share) + other.getGreen() * share),
                (int) (one.getBlue() * (1 - share) + other.getBlue() * share));
    }

    private static double log2(long bytes) {
        return Math.log(bytes) / Math.log(2);
    }

    private static void style(AxesChartStyler styler, int series) {
        styler.setSeriesColors(colours(series)).setChartBackgroundColor(Color.WHITE).setPlotBorderVisible(false)
                .setLegendPosition(LegendPosition.OutsideE).setLegendBorderColor(Color.WHITE)
                .setChartTitleFont(TITLE_FONT).setChartTitleBoxVisible(false)
                .setLegendFont(LEGEND_FONT).setLocale(Locale.ROOT);
        styler.setAxisTickLabelsFont(TICK_FONT)
                .setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
    }

    private static byte[] png(Chart<?, ?> chart, Consumer<Graphics2D> overlay) {
        var image = new BufferedImage(chart.getWidth() * SCALE, chart.getHeight() * SCALE, BufferedImage.TYPE_INT_RGB);
        var graphics = image.createGraphics();
        graphics.scale(SCALE, SCALE);
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        chart.paint(graphics, chart.getWidth(), chart.getHeight());
        overlay.accept(graphics);
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
