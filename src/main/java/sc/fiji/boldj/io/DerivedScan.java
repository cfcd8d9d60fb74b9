package sc.fiji.boldj.io;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The results of another program for a functional series, in one space.
 *
 * @param bold the preprocessed series
 * @param mask the brain on its grid
 * @param confounds the table of confounds
 * @param about what its sidecar says of the columns; empty if there is none
 * @param tissues probabilities of grey matter, white matter and CSF in the same space, on any grid
 * @param anatomy the T1-weighted image in the same space, if there is one
 */
public record DerivedScan(
        Path bold, Path mask, Path confounds, Optional<Path> about, List<Path> tissues, Optional<Path> anatomy) {

    public DerivedScan {
        tissues = List.copyOf(tissues);
    }
}
