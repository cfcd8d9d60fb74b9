package sc.fiji.boldj.io;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A folder of fMRIPrep's results, by the names of its files: with and without sessions, runs and resolutions, as versions 20 to
 * 25 write it. The older layout, in which the results stand in a folder {@code fmriprep} beside {@code freesurfer}, is found from
 * the folder above as well. Immutable.
 */
public final class Derivatives {

    private static final int DEPTH = 8;
    private static final Set<String> OTHERS = Set.of("freesurfer", "sourcedata", "logs", "figures", "work", "code");

    private final Path root;
    private final String program;
    private final List<DerivedFile> files;

    private Derivatives(Path root, String program, List<DerivedFile> files) {
        this.root = root;
        this.program = program;
        this.files = List.copyOf(files);
    }

    /**
     * Looks through a folder; no image is opened.
     *
     * @throws IOException if there is no such folder, or it cannot be read
     */
    public static Derivatives read(Path root) throws IOException {
        if (!Files.isDirectory(root)) throw new NotDirectoryException("derivatives: there is no folder '" + root + "'");
        List<DerivedFile> files = new ArrayList<>();
        Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), DEPTH, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name =
                        folder.getFileName() == null ? "" : folder.getFileName().toString();
                boolean out = !folder.equals(root) && (name.startsWith(".") || OTHERS.contains(name));
                return out ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                DerivedFile one = DerivedFile.of(file);
                if (one.name().entities().containsKey("sub")) files.add(one);
                return FileVisitResult.CONTINUE;
            }
        });
        files.sort(Comparator.comparing(one -> one.file().toString()));
        return new Derivatives(root, DerivativesProgram.of(root), files);
    }

    /** Name and version of the program that made them, as its description says; {@code an unnamed program} otherwise. */
    public String program() {
        return program;
    }

    /**
     * The preprocessed series in a space, as scans of a dataset: each with the entities of its name and the path that its raw
     * series has, or would have, in the dataset.
     *
     * @param dataset root of the raw dataset
     * @param desc what {@code desc-} calls them, as a rule {@code preproc}
     * @param others further entities of the space, such as {@code res}
     * @throws IOException if there is none, saying which spaces there are, or several of one scan, naming them
     */
    public List<BidsScan> scans(Path dataset, String desc, String space, Map<String, String> others)
            throws IOException {
        Map<Map<String, String>, DerivedFile> found = new LinkedHashMap<>();
        Set<String> spaces = new TreeSet<>();
        for (DerivedFile one : files) {
            if (!one.isImage("bold")
                    || !one.entity("desc").equals(desc)
                    || one.entity("space").isEmpty()) continue;
            spaces.add(spaceOf(one));
            if (!one.isIn(space, others)) continue;
            DerivedFile before = found.putIfAbsent(one.scan(), one);
            if (before != null)
                throw new IOException("derivatives: " + before.file().getFileName() + " and "
                        + one.file().getFileName() + " are of one run: say which is meant, such as"
                        + " derivatives_space=" + spaceOf(one));
        }
        if (found.isEmpty())
            throw new IOException("derivatives: '" + root + "' has no series desc-" + desc + "_bold in the space "
                    + space
                    + (others.isEmpty() ? "" : " " + others)
                    + (spaces.isEmpty()
                            ? "; it has none in any standard space"
                            : "; there are " + String.join(", ", spaces) + ": name one of them by derivatives_space"));
        return found.values().stream()
                .map(one -> BidsScan.derived(one.file(), dataset, one.name().entities()))
                .toList();
    }

    private static String spaceOf(DerivedFile one) {
        StringBuilder text = new StringBuilder(one.entity("space"));
        for (String key : List.of("res", "cohort"))
            if (!one.entity(key).isEmpty())
                text.append(':').append(key).append('-').append(one.entity(key));
        return text.toString();
    }

    /**
     * What belongs to a series.
     *
     * @param bold one that {@link #scans} gave
     * @throws IOException if parts are missing; names each of them
     */
    public DerivedScan of(Path bold) throws IOException {
        DerivedFile series = DerivedFile.of(bold);
        List<String> missing = new ArrayList<>();
        Path mask = mask(series).orElse(null);
        if (mask == null)
            missing.add("the brain mask (*_space-" + series.entity("space") + "*_desc-brain_mask.nii.gz)");
        Path confounds = confounds(series).orElse(null);
        if (confounds == null) missing.add("the confounds (*_desc-confounds_timeseries.tsv)");
        List<Path> tissues = new ArrayList<>();
        for (String label : List.of("GM", "WM", "CSF")) {
            Optional<Path> tissue = anatomy(series, "probseg", "label", label);
            if (tissue.isEmpty())
                missing.add("the probability of " + label + " (anat/*_space-" + series.entity("space") + "*_label-"
                        + label + "_probseg.nii.gz)");
            tissue.ifPresent(tissues::add);
        }
        if (!missing.isEmpty())
            throw new IOException(bold.getFileName() + ": the derivatives lack " + String.join("; ", missing)
                    + ". Copy what is missing to " + root + ", or run " + program + " again with this space");
        Path about = Path.of(confounds.toString().replaceFirst("\\.tsv$", ".json"));
        return new DerivedScan(
                bold,
                mask,
                confounds,
                Files.exists(about) ? Optional.of(about) : Optional.empty(),
                tissues,
                anatomy(series, "T1w", "desc", "preproc"));
    }

    private Optional<Path> mask(DerivedFile series) {
        return files.stream()
                .filter(one -> one.isImage("mask") && one.entity("desc").equals("brain"))
                .filter(one -> one.scan().equals(series.scan()) && spaceOf(one).equals(spaceOf(series)))
                .map(DerivedFile::file)
                .findFirst();
    }

    private Optional<Path> confounds(DerivedFile series) {
        return files.stream()
                .filter(one -> one.is("timeseries", ".tsv") || one.is("regressors", ".tsv"))
                .filter(one ->
                        one.entity("desc").equals("confounds") && one.scan().equals(series.scan()))
                .map(DerivedFile::file)
                .findFirst();
    }

    /** An anatomical image in the space of a series: of its session before others, on its resolution before others. */
    private Optional<Path> anatomy(DerivedFile series, String suffix, String key, String label) {
        return files.stream()
                .filter(one -> one.isImage(suffix) && one.entity(key).equals(label))
                .filter(one -> one.entity("sub").equals(series.entity("sub"))
                        && one.entity("task").isEmpty())
                .filter(one -> one.isIn(series.entity("space"), Map.of("cohort", series.entity("cohort"))))
                .min(Comparator.comparing(
                                (DerivedFile one) -> !one.entity("ses").equals(series.entity("ses")))
                        .thenComparing(one -> !one.entity("ses").isEmpty())
                        .thenComparing(one -> !one.entity("res").equals(series.entity("res")))
                        .thenComparing(one -> one.file().toString()))
                .map(DerivedFile::file);
    }
}
