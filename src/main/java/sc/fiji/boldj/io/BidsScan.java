package sc.fiji.boldj.io;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * An image of a dataset.
 *
 * @param file NIfTI file
 * @param raw where the raw image stands, by which events, recordings and sidecars are found; {@code file} itself unless that is a
 *     derivative
 * @param subject label without {@code sub-}
 * @param session label without {@code ses-}, empty if there are no sessions
 * @param task label of the task, empty for anatomy
 * @param variant further entities that tell series apart, {@code acq-mb_dir-AP}; empty if there are none
 * @param run label of the run, empty if there is one
 * @param suffix {@code bold} or {@code T1w}
 */
public record BidsScan(
        Path file, Path raw, String subject, String session, String task, String variant, String run, String suffix) {

    /** Entities of a raw series, in the order of BIDS. */
    private static final List<String> RAW = List.of("sub", "ses", "task", "acq", "ce", "trc", "rec", "dir", "run");

    /** A raw scan. */
    public BidsScan(Path file, String subject, String session, String task, String variant, String run, String suffix) {
        this(file, file, subject, session, task, variant, run, suffix);
    }

    /**
     * A preprocessed series.
     *
     * @param dataset root of the raw dataset, which need not hold the raw series
     * @param entities of its name
     */
    static BidsScan derived(Path file, Path dataset, Map<String, String> entities) {
        StringBuilder name = new StringBuilder();
        for (String key : RAW)
            if (!entities.getOrDefault(key, "").isEmpty())
                name.append(key).append('-').append(entities.get(key)).append('_');
        String session = entities.getOrDefault("ses", "");
        Path folder = dataset.resolve("sub-" + entities.get("sub"));
        if (!session.isEmpty()) folder = folder.resolve("ses-" + session);
        return new BidsScan(
                file,
                folder.resolve("func").resolve(name + "bold.nii.gz"),
                entities.get("sub"),
                session,
                entities.getOrDefault("task", "unnamed"),
                ScanSearch.variant(entities),
                entities.getOrDefault("run", ""),
                "bold");
    }

    /** A scan without further entities. */
    public BidsScan(Path file, String subject, String session, String task, String run, String suffix) {
        this(file, subject, session, task, "", run, suffix);
    }

    /** {@code sub-01_ses-1_task-rest_acq-mb_run-1}, without what is empty. */
    public String name() {
        StringBuilder name = new StringBuilder("sub-").append(subject);
        if (!session.isEmpty()) name.append("_ses-").append(session);
        if (!task.isEmpty()) name.append("_task-").append(task);
        if (!variant.isEmpty()) name.append('_').append(variant);
        if (!run.isEmpty()) name.append("_run-").append(run);
        return name.toString();
    }

    /** The folder of the subject or its session, relative to the root: {@code sub-01/ses-1}. */
    public String folder() {
        return "sub-" + subject + (session.isEmpty() ? "" : "/ses-" + session);
    }

    /**
     * Where a derivative of it stands.
     *
     * @param root folder of all results
     * @param kind the last folder, such as {@code func}
     * @param rest of the name, after that of the scan and {@code _}
     */
    public Path derivative(Path root, String kind, String rest) {
        return root.resolve(folder()).resolve(kind).resolve(name() + "_" + rest);
    }

    /** Whether this is a functional series. */
    public boolean isBold() {
        return suffix.equals("bold");
    }
}
