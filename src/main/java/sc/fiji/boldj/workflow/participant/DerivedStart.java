package sc.fiji.boldj.workflow.participant;

import java.io.IOException;
import java.nio.file.Path;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.Derivatives;
import sc.fiji.boldj.workflow.study.DerivativesSpace;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;

/** The starting point of a study: raw scans, or fMRIPrep derivatives. */
public final class DerivedStart {

    private DerivedStart() {}

    /**
     * The dataset of a study.
     *
     * @param bids its folder; with derivatives it gives tables, events and recordings and need not hold a scan
     * @throws IOException if it has no scan, or the derivatives no series in their space
     */
    public static BidsDataset dataset(Path bids, ParticipantOptions options) throws IOException {
        if (!isDerived(options)) return BidsDataset.read(bids);
        DerivativesSpace space = space(options);
        return BidsDataset.preprocessed(
                bids, derivatives(options).scans(bids, options.derivedSeries(), space.label(), space.others()));
    }

    public static boolean isDerived(ParticipantOptions options) {
        return !options.get(ParticipantOption.DERIVATIVES).isEmpty();
    }

    static Derivatives derivatives(ParticipantOptions options) throws IOException {
        return Derivatives.read(Path.of(options.get(ParticipantOption.DERIVATIVES)));
    }

    static DerivativesSpace space(ParticipantOptions options) {
        return DerivativesSpace.parse(options.get(ParticipantOption.DERIVATIVES_SPACE));
    }
}
