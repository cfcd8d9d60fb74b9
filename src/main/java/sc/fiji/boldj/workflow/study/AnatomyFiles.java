package sc.fiji.boldj.workflow.study;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.BidsScan;

/**
 * Where the results of a T1-weighted scan stand, named as BIDS derivatives.
 *
 * @param root folder of all results
 * @param scan the scan
 * @param space label of the standard space
 */
public record AnatomyFiles(Path root, BidsScan scan, String space) {

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

    /** The scan that the participant level used: the first that it could process. */
    public static Optional<AnatomyFiles> used(BidsDataset dataset, Path root, String subject, String space) {
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
