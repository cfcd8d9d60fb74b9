package sc.fiji.boldj.workflow.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.io.JsonFile;

/**
 * The result files of a T1-weighted scan, or of the average of one scan per session, named as BIDS derivatives.
 *
 * @param root folder of all results
 * @param scan the scan, or the average
 * @param space label of the standard space
 * @param averaged the scans of the average, two or more; empty for a single scan
 */
public record AnatomyFiles(Path root, BidsScan scan, String space, List<BidsScan> averaged) {

    /** Key of the scans that could not be read in the sidecar of an average: the reason by name of file. */
    public static final String NOT_AVERAGED = "NotAveraged";

    public AnatomyFiles {
        averaged = List.copyOf(averaged);
    }

    /** Those of a single scan. */
    public AnatomyFiles(Path root, BidsScan scan, String space) {
        this(root, scan, space, List.of());
    }

    /** Those of the average over the first T1-weighted scan of each session; empty unless two sessions or more have one. */
    public static Optional<AnatomyFiles> average(BidsDataset dataset, Path root, String subject, String space) {
        Map<String, BidsScan> first = new LinkedHashMap<>();
        for (BidsScan scan : candidates(dataset, subject)) first.putIfAbsent(scan.session(), scan);
        return first.size() < 2 ? Optional.empty() : Optional.of(average(root, List.copyOf(first.values()), space));
    }

    /** Those of the average of scans of one participant. */
    static AnatomyFiles average(Path root, List<BidsScan> scans, String space) {
        String name = "sub-" + scans.get(0).subject();
        Path file = root.resolve(name)
                .resolve("anat")
                .resolve(name + "_" + DerivativeName.of("T1w").desc("average") + ".nii.gz");
        return new AnatomyFiles(root, new BidsScan(file, scans.get(0).subject(), "", "", "", "T1w"), space, scans);
    }

    /**
     * The same with the scans that the average was computed from: one that could not be read is not among them.
     *
     * @throws IOException if the sidecar of the average is damaged
     */
    public AnatomyFiles asAveraged() throws IOException {
        Map<String, String> without = notAveraged();
        List<BidsScan> used = averaged.stream()
                .filter(one -> !without.containsKey(one.file().getFileName().toString()))
                .toList();
        return new AnatomyFiles(root, scan, space, used);
    }

    /**
     * The scans excluded from the average because they could not be read: the reason by file name.
     *
     * @throws IOException if the sidecar of the average is damaged
     */
    public Map<String, String> notAveraged() throws IOException {
        Path about = ScanFiles.sidecar(scan.file());
        Map<String, String> without = new TreeMap<>();
        if (!averaged.isEmpty()
                && Files.exists(about)
                && JsonFile.readMap(about).get(NOT_AVERAGED) instanceof Map<?, ?> said)
            said.forEach((file, reason) -> without.put(file.toString(), String.valueOf(reason)));
        return without;
    }

    /** The number of T1-weighted scans: that of the averaged ones, or 1. */
    public int scans() {
        return Math.max(1, averaged.size());
    }

    /** From the world of the average to that of each scan, in the order of {@link #averaged}. */
    public List<Path> toScans() {
        return averaged.stream()
                .map(one -> root.resolve(one.folder())
                        .resolve("anat")
                        .resolve(one.name() + "_" + DerivativeName.transform("orig", "T1w") + ".txt"))
                .toList();
    }

    /** The T1-weighted scans of a participant in the order in which they are tried: the first in time first. */
    public static List<BidsScan> candidates(BidsDataset dataset, String subject) {
        List<BidsScan> own = new ArrayList<>(dataset.scans().stream()
                .filter(scan -> scan.suffix().equals("T1w") && scan.subject().equals(subject))
                .toList());
        Map<String, Integer> places = SessionOrder.of(
                        dataset,
                        subject,
                        own.stream().map(BidsScan::session).distinct().toList())
                .places();
        own.sort(Comparator.comparing(scan -> places.get(scan.session())));
        return own;
    }

    /** The raw scan, the first of those averaged. */
    public BidsScan first() {
        return averaged.isEmpty() ? scan : averaged.get(0);
    }

    /**
     * What the participant level used: the average, or the first scan that it could process.
     *
     * @param averaged whether the series say that it was an average
     * @throws IOException if the sidecar of the average is damaged
     */
    public static Optional<AnatomyFiles> used(
            BidsDataset dataset, Path root, String subject, String space, boolean averaged) throws IOException {
        if (averaged) {
            Optional<AnatomyFiles> average = average(dataset, root, subject, space);
            return average.isPresent() && Files.exists(average.get().figures())
                    ? Optional.of(average.get().asAveraged())
                    : Optional.empty();
        }
        return candidates(dataset, subject).stream()
                .map(scan -> new AnatomyFiles(root, scan, space))
                .filter(files -> Files.exists(files.figures()))
                .findFirst();
    }

    private Path file(DerivativeName name, String extension) {
        return root.resolve(scan.folder()).resolve("anat").resolve(scan.name() + "_" + name + extension);
    }

    private Path image(DerivativeName name) {
        return file(name, ".nii.gz");
    }

    private static List<DerivativeName> tissueNames() {
        return Stream.of("GM", "WM", "CSF")
                .map(tissue -> DerivativeName.of("probseg").with(DerivativeName.Entity.LABEL, tissue))
                .toList();
    }

    /** The scan without its bias field. */
    public Path corrected() {
        return image(DerivativeName.of("T1w").desc("preproc"));
    }

    public Path brain() {
        return image(DerivativeName.of("mask").desc("brain"));
    }

    /** Grey matter, white matter, CSF in the scan. */
    public List<Path> tissues() {
        return tissueNames().stream().map(this::image).toList();
    }

    /** The same in standard space on the grid of the functional results. */
    public List<Path> standardTissues() {
        return tissueNames().stream()
                .map(name -> image(name.space(space).with(DerivativeName.Entity.RES, "func")))
                .toList();
    }

    /** The corrected scan in standard space. */
    public Path standard() {
        return image(DerivativeName.of("T1w").space(space).desc("preproc"));
    }

    public Path affine() {
        return file(DerivativeName.transform("T1w", space), ".txt");
    }

    public Path warp() {
        return image(DerivativeName.transform("T1w", space).desc("warp"));
    }

    public Path figures() {
        return file(DerivativeName.of("qc").desc("anatomy"), ".json");
    }

    /** From standard space to the scan, the first acts first. */
    public List<Path> chain(boolean nonlinear) {
        return nonlinear ? List.of(warp(), affine()) : List.of(affine());
    }
}
