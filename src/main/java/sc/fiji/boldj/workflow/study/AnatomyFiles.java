package sc.fiji.boldj.workflow.study;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.BidsScan;

/**
 * Where the results of a T1-weighted scan stand, named as BIDS derivatives.
 *
 * @param root folder of all results
 * @param scan the scan
 * @param space label of the standard space
 */
record AnatomyFiles(Path root, BidsScan scan, String space) {

    /** The T1-weighted scans of a participant in the order in which they are tried: the first in time first. */
    static List<BidsScan> candidates(BidsDataset dataset, String subject) {
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
    static Optional<AnatomyFiles> used(BidsDataset dataset, Path root, String subject, String space) {
        return candidates(dataset, subject).stream()
                .map(scan -> new AnatomyFiles(root, scan, space))
                .filter(files -> Files.exists(files.figures()))
                .findFirst();
    }

    private Path file(String rest) {
        return root.resolve(scan.folder()).resolve("anat").resolve(scan.name() + "_" + rest);
    }

    /** The scan without its bias field. */
    Path corrected() {
        return file("desc-preproc_T1w.nii.gz");
    }

    Path brain() {
        return file("desc-brain_mask.nii.gz");
    }

    /** Grey matter, white matter, CSF in the scan. */
    List<Path> tissues() {
        return List.of(
                file("label-GM_probseg.nii.gz"), file("label-WM_probseg.nii.gz"), file("label-CSF_probseg.nii.gz"));
    }

    /** The same in standard space on the grid of the functional results. */
    List<Path> standardTissues() {
        String prefix = "space-" + space + "_res-func_label-";
        return List.of(
                file(prefix + "GM_probseg.nii.gz"),
                file(prefix + "WM_probseg.nii.gz"),
                file(prefix + "CSF_probseg.nii.gz"));
    }

    /** The corrected scan in standard space. */
    Path standard() {
        return file("space-" + space + "_desc-preproc_T1w.nii.gz");
    }

    Path affine() {
        return file("from-T1w_to-" + space + "_mode-image_xfm.txt");
    }

    Path warp() {
        return file("from-T1w_to-" + space + "_desc-warp_mode-image_xfm.nii.gz");
    }

    Path figures() {
        return file("desc-anatomy.json");
    }

    /** From standard space to the scan, the first acts first. */
    List<Path> chain(boolean nonlinear) {
        return nonlinear ? List.of(warp(), affine()) : List.of(affine());
    }
}
