package sc.fiji.boldj.workflow.participant;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import sc.fiji.boldj.glm.Infusion;
import sc.fiji.boldj.glm.Sampling;
import sc.fiji.boldj.glm.SlowRegressor;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.workflow.InfusionFiles;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;

/**
 * The tables of a run that enter its model without a haemodynamic response. Like events, they are found by the inheritance
 * principle of BIDS.
 *
 * @param infusion doses, {@code _infusion.tsv}
 * @param plasma a measured curve, {@code _plasma.tsv}
 * @param regressors a row for each volume, {@code _regressors.tsv}
 */
public record SlowTables(Optional<Path> infusion, Optional<Path> plasma, Optional<Path> regressors) {

    /** Column of the plasma concentration. */
    public static final String CONCENTRATION = "concentration";

    /**
     * Finds the tables of a series.
     *
     * @throws IOException if two tables of a kind are equally specific and differ; names both
     */
    public static SlowTables of(BidsScan scan) throws IOException {
        return new SlowTables(
                BidsDataset.table(scan, "infusion"),
                BidsDataset.table(scan, "plasma"),
                BidsDataset.table(scan, "regressors"));
    }

    /** Whether a model can be made of them. */
    boolean isEmpty() {
        return infusion.isEmpty() && regressors.isEmpty();
    }

    /** Whether there is a model of time bins. */
    boolean hasBins(ParticipantOptions options) {
        return infusion.isPresent() && options.get(ParticipantOption.BINS) > 0;
    }

    /** The files there are. */
    List<Path> files() {
        return Stream.of(infusion, plasma, regressors).flatMap(Optional::stream).toList();
    }

    /**
     * The plasma concentration at each volume; empty without doses.
     *
     * @throws IllegalArgumentException if a table does not say what is needed
     */
    List<SlowRegressor> concentration(ParticipantOptions options, Sampling sampling) throws IOException {
        if (infusion.isEmpty()) return List.of();
        Infusion doses = InfusionFiles.doses(infusion.get());
        String kinetics = options.get(ParticipantOption.PHARMACOKINETICS);
        if (kinetics.equals(InfusionFiles.MEASURED))
            kinetics = plasma.orElseThrow(
                            () -> new IllegalArgumentException("pharmacokinetics=" + InfusionFiles.MEASURED
                                    + ", but no table _plasma.tsv with columns time and concentration applies to this run (a"
                                    + " session without the drug needs the curve of the others, so that its effect has the"
                                    + " same unit)"))
                    .toString();
        return List.of(InfusionFiles.concentration(doses, kinetics, sampling));
    }

    /** The time bins after the first dose. A volume belongs to the bin in which it begins. */
    List<SlowRegressor> bins(ParticipantOptions options, Sampling sampling) throws IOException {
        Sampling begins = new Sampling(sampling.volumes(), sampling.repetitionTime(), 0);
        return SlowRegressor.bins(
                InfusionFiles.doses(infusion.orElseThrow()).onset(), options.get(ParticipantOption.BINS), begins);
    }

    /** The columns of the table of regressors; empty if there is none. */
    List<SlowRegressor> columns(int volumes) throws IOException {
        return regressors.isEmpty() ? List.of() : InfusionFiles.regressors(regressors.get(), volumes);
    }

    /** Names of these columns. */
    public List<String> columnNames() throws IOException {
        return regressors.isEmpty() ? List.of() : InfusionFiles.names(regressors.get());
    }

    /** Sentences on tables that are not used. */
    List<String> notes(ParticipantOptions options) {
        List<String> notes = new ArrayList<>();
        String kinetics = options.get(ParticipantOption.PHARMACOKINETICS);
        if (plasma.isPresent() && infusion.isEmpty())
            notes.add(plasma.get().getFileName()
                    + " is not used, because no table of doses (_infusion.tsv) applies to this" + " run");
        else if (plasma.isPresent() && !kinetics.equals(InfusionFiles.MEASURED))
            notes.add(plasma.get().getFileName() + " is not used, because pharmacokinetics is " + kinetics + ", not "
                    + InfusionFiles.MEASURED);
        return notes;
    }
}
