package sc.fiji.boldj.io;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Labels of scans that can name files of results, and one scan for each name. */
final class ScanLabels {

    private ScanLabels() {}

    /** Labels name folders and files of results: what is not a letter or digit is dropped from them. */
    static List<BidsScan> safe(List<BidsScan> scans, Map<String, String> takenBy, List<Finding> findings) {
        Set<String> told = new HashSet<>();
        for (BidsScan scan : scans)
            if (scan.subject().equals(clean(scan.subject()))) takenBy.put(scan.subject(), scan.subject());
        List<BidsScan> safe = new ArrayList<>();
        for (BidsScan scan : scans) {
            String label = clean(scan.subject());
            for (int n = 2;
                    !takenBy.computeIfAbsent(label, key -> scan.subject()).equals(scan.subject());
                    n++) label = clean(scan.subject()) + "x" + n;
            if (!label.equals(scan.subject()) && told.add(scan.subject()))
                findings.add(new Finding(
                        Finding.Level.WARNING,
                        "sub-" + scan.subject(),
                        "the label of a subject may hold letters and digits only; its results are called sub-" + label,
                        "rename the folder and its files"));
            safe.add(new BidsScan(
                    scan.file(),
                    scan.raw(),
                    label,
                    clean(scan.session(), ""),
                    clean(scan.task(), ""),
                    scan.variant(),
                    clean(scan.run(), ""),
                    scan.suffix()));
        }
        return safe;
    }

    private static String clean(String label) {
        return clean(label, "unnamed");
    }

    private static String clean(String label, String otherwise) {
        String clean = label.replaceAll("[^A-Za-z0-9]", "");
        return clean.isEmpty() ? otherwise : clean;
    }

    /** One scan a name: the first of several files, such as .nii beside .nii.gz. */
    static List<BidsScan> unique(List<BidsScan> scans, List<Finding> findings) {
        List<BidsScan> unique = new ArrayList<>();
        Map<String, BidsScan> seen = new HashMap<>();
        for (BidsScan scan : scans) {
            String key = scan.name() + "_" + scan.suffix();
            BidsScan other = seen.putIfAbsent(key, scan);
            if (other == null) unique.add(scan);
            else if (scan.isBold())
                findings.add(new Finding(
                        Finding.Level.WARNING,
                        scan.file().getFileName().toString(),
                        "has the same subject, session, task and run as "
                                + other.file().getFileName() + " and is ignored",
                        "tell them apart by _run-1, _run-2, or remove one"));
        }
        return unique;
    }
}
