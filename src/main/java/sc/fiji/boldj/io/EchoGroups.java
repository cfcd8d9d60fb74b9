package sc.fiji.boldj.io;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Series of one run at several echo times. Three echoes or more become one series that is named without {@code echo-}; of two
 * the second is used, whose echo time is as a rule nearest to the tissue's T2*, because a decay through two points is mostly noise.
 */
final class EchoGroups {

    /** So many echoes are combined, at least. */
    static final int LEAST = 3;

    private final List<BidsScan> scans = new ArrayList<>();
    private final Map<Path, List<Path>> echoes = new HashMap<>();

    private EchoGroups() {}

    static EchoGroups of(List<BidsScan> all, List<Finding> findings) {
        Map<String, List<BidsScan>> runs = new LinkedHashMap<>();
        for (BidsScan scan : all)
            runs.computeIfAbsent(without(scan.name()) + "_" + scan.suffix(), key -> new ArrayList<>())
                    .add(scan);
        EchoGroups groups = new EchoGroups();
        for (List<BidsScan> run : runs.values()) groups.add(run, findings);
        return groups;
    }

    private static String without(String name) {
        return name.replaceFirst("_?echo-[A-Za-z0-9]+", "");
    }

    private void add(List<BidsScan> run, List<Finding> findings) {
        List<BidsScan> own = new ArrayList<>(run);
        own.sort(Comparator.comparingInt(EchoGroups::number)
                .thenComparing(scan -> scan.file().toString()));
        boolean numbered = own.stream().allMatch(scan -> number(scan) < Integer.MAX_VALUE);
        if (own.size() >= LEAST && numbered && own.get(0).isBold()) {
            BidsScan first = own.get(0);
            scans.add(new BidsScan(
                    first.file(),
                    first.raw(),
                    first.subject(),
                    first.session(),
                    first.task(),
                    without(first.variant()),
                    first.run(),
                    first.suffix()));
            echoes.put(first.file(), own.stream().map(BidsScan::file).toList());
            return;
        }
        BidsScan taken =
                own.stream().filter(scan -> number(scan) == 2).findFirst().orElse(own.get(0));
        scans.add(taken);
        for (BidsScan other : own)
            if (!other.equals(taken) && other.isBold())
                findings.add(Finding.warning(
                        other.file().getFileName().toString(),
                        "is one of two echoes; the other is used and this is ignored",
                        "three echoes or more are combined"));
    }

    /** The number of the echo; the largest integer if the name has none. */
    private static int number(BidsScan scan) {
        String digits = scan.variant().replaceFirst("^(.*_)?echo-0*([0-9]{1,6})$", "$2");
        return digits.matches("[0-9]{1,6}") ? Integer.parseInt(digits) : Integer.MAX_VALUE;
    }

    /** One scan for each run, in the order of the first of its echoes. */
    List<BidsScan> scans() {
        return List.copyOf(scans);
    }

    /** The files of the runs that are combined, by the file of the first echo. */
    Map<Path, List<Path>> echoes() {
        return Map.copyOf(echoes);
    }
}
