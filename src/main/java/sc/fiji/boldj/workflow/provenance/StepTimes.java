package sc.fiji.boldj.workflow.provenance;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.table.Table;

/**
 * How long steps took and what they needed: {@code logs/NAME_times.tsv} beside a log, a row for each time a step was done. No
 * log and no head names it, because times differ from run to run.
 */
public final class StepTimes {

    /** Ending of the table. */
    public static final String ENDING = "_times.tsv";

    /** Page in the folder of the logs that shows all tables. */
    public static final String PAGE = "times.html";

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double BYTES_PER_MEGABYTE = 1e6;

    private StepTimes() {}

    /**
     * One time that a step was done.
     *
     * @param step its name
     * @param start UTC, to the millisecond
     * @param seconds that passed
     * @param cpuSeconds processor time of the whole process meanwhile, also of what it did beside the step; NaN if unknown
     * @param peakHeap largest heap in use meanwhile, garbage included, in megabytes (10^6 bytes)
     */
    public record Row(String step, Instant start, double seconds, double cpuSeconds, double peakHeap) {

        /** The last part of the name: what was done. */
        public String kind() {
            return step.substring(step.lastIndexOf('/') + 1);
        }
    }

    /** A step that is being done. */
    static final class Watch {
        private final Instant start = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        private final long nanos = System.nanoTime();
        private final double cpu = cpu();

        Watch() {
            for (MemoryPoolMXBean pool : heap()) pool.resetPeakUsage();
        }

        /** The time and resources used since it was made. */
        Row row(String step) {
            double peak = 0;
            for (MemoryPoolMXBean pool : heap()) peak += pool.getPeakUsage().getUsed();
            return new Row(
                    step,
                    start,
                    (System.nanoTime() - nanos) / NANOS_PER_SECOND,
                    cpu() - cpu,
                    peak / BYTES_PER_MEGABYTE);
        }
    }

    private static List<MemoryPoolMXBean> heap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP && pool.isValid())
                .toList();
    }

    private static double cpu() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                        && system.getProcessCpuTime() >= 0
                ? system.getProcessCpuTime() / NANOS_PER_SECOND
                : Double.NaN;
    }

    /** The table beside a log. */
    public static Path beside(Path log) {
        String name = log.getFileName().toString();
        return log.resolveSibling(name.substring(0, name.length() - ProvenanceCheck.ENDING.length()) + ENDING);
    }

    /**
     * Adds a row to the table beside a log. A table that cannot be read as one is replaced.
     *
     * @throws IOException if it cannot be written
     */
    static void add(Path log, Row row) throws IOException {
        Path file = beside(log);
        List<Row> rows = new ArrayList<>(read(file));
        rows.add(row);
        TsvFiles.write(table(rows), file);
    }

    /**
     * Adds the rows of another table, and removes that one.
     *
     * @param from log that the other table stands beside; nothing is done if there is none
     * @param to log that the rows are added beside
     * @throws IOException if a table cannot be written
     */
    public static void move(Path from, Path to) throws IOException {
        List<Row> rows = new ArrayList<>(read(beside(to)));
        int before = rows.size();
        for (Row row : read(beside(from))) if (!rows.contains(row)) rows.add(row);
        if (rows.size() > before) TsvFiles.write(table(rows), beside(to));
        Files.deleteIfExists(beside(from));
    }

    /** Rows as they stand in a file. */
    public static Table table(List<Row> rows) {
        return Table.builder()
                .add("step", rows.stream().map(Row::step).toList())
                .add("start", rows.stream().map(row -> row.start().toString()).toList())
                .addPrinted("seconds", "%.3f", numbers(rows, Row::seconds))
                .addPrinted("cpu_seconds", "%.2f", numbers(rows, Row::cpuSeconds))
                .addPrinted("peak_heap_megabytes", "%.0f", numbers(rows, Row::peakHeap))
                .build();
    }

    private static double[] numbers(List<Row> rows, ToDoubleFunction<Row> what) {
        return rows.stream().mapToDouble(what).toArray();
    }

    /**
     * All rows of a folder of results, in the order of their start.
     *
     * @throws IOException if the folder of the logs cannot be read
     */
    public static List<Row> of(Path output) throws IOException {
        Path logs = output.resolve(ProvenanceCheck.FOLDER);
        if (!Files.isDirectory(logs)) return List.of();
        List<Path> files;
        try (Stream<Path> all = Files.list(logs)) {
            files = all.filter(file -> file.getFileName().toString().endsWith(ENDING))
                    .sorted()
                    .toList();
        }
        List<Row> rows = new ArrayList<>();
        for (Path file : files) rows.addAll(read(file));
        rows.sort(Comparator.comparing(Row::start).thenComparing(Row::step));
        return rows;
    }

    private static List<Row> read(Path file) {
        try {
            Table table = TsvFiles.read(file);
            List<Row> rows = new ArrayList<>();
            for (int r = 0; r < table.rows(); r++)
                rows.add(new Row(
                        table.texts("step").get(r),
                        Instant.parse(table.texts("start").get(r)),
                        table.numbers("seconds")[r],
                        table.numbers("cpu_seconds")[r],
                        table.numbers("peak_heap_megabytes")[r]));
            return rows;
        } catch (IOException | IllegalArgumentException | DateTimeParseException e) {
            return List.of();
        }
    }

    /**
     * A summary of rows, for people: for each kind of step how often it was done, seconds (mean and sum), processor seconds
     * and the largest heap; kinds in the order of their first row, then the sum of all.
     */
    public static Table summary(List<Row> rows) {
        Map<String, List<Row>> kinds = new LinkedHashMap<>();
        for (Row row : rows)
            kinds.computeIfAbsent(row.kind(), kind -> new ArrayList<>()).add(row);
        List<String> names = new ArrayList<>(kinds.keySet());
        names.add("all");
        List<List<Row>> groups = new ArrayList<>(kinds.values());
        groups.add(rows);
        return Table.builder()
                .add("step", names)
                .add("done", groups.stream().mapToInt(List::size).toArray())
                .addPrinted("mean_seconds", "%.1f", numbers(groups, Row::seconds, all -> all.average()
                        .orElse(Double.NaN)))
                .addPrinted("seconds", "%.1f", numbers(groups, Row::seconds, DoubleStream::sum))
                .addPrinted("cpu_seconds", "%.1f", numbers(groups, Row::cpuSeconds, DoubleStream::sum))
                .addPrinted("peak_heap_megabytes", "%.0f", numbers(groups, Row::peakHeap, all -> all.max()
                        .orElse(Double.NaN)))
                .build();
    }

    private static double[] numbers(
            List<List<Row>> groups, ToDoubleFunction<Row> what, ToDoubleFunction<DoubleStream> summary) {
        return groups.stream()
                .mapToDouble(rows -> summary.applyAsDouble(rows.stream().mapToDouble(what)))
                .toArray();
    }
}
