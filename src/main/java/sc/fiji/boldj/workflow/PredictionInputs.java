package sc.fiji.boldj.workflow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import sc.fiji.boldj.group.DesignTable;
import sc.fiji.boldj.group.FeatureStep;
import sc.fiji.boldj.group.MaskedMaps;
import sc.fiji.boldj.group.PredictionProblem;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.Observations;

/**
 * Who is predicted from what, from files.
 *
 * @param problem features, response and what is done in each fold
 * @param names one for each feature: a column, an edge or a voxel's place in RAS+ mm
 * @param subjects one for each row
 * @param response as texts, as they were given
 * @param positive the class that is predicted; empty if the response is a number
 * @param trial what is asked of treatment by biomarker; empty if nothing
 * @param files what was read
 * @param note which features were excluded and why, in a sentence; empty if none
 * @param covariates that are regressed out of the features
 * @param biomarkers treatment by each feature; empty if not asked
 */
public record PredictionInputs(
        PredictionProblem problem,
        List<String> names,
        List<String> subjects,
        List<String> response,
        String positive,
        Optional<TrialModeration> trial,
        List<Path> files,
        String note,
        CovariateColumns covariates,
        Optional<TrialBiomarkers> biomarkers) {

    private static final Set<String> NOT_FEATURES =
            Set.of("path", "subject", "participant_id", "participant", "family", "session");

    /**
     * Reads features, response and covariates.
     *
     * @param features table with one row per subject: a column {@code path} of maps or matrices, else columns of numbers
     * @param response a column of that table, or a table with one row per subject and a column of the same name or one column
     * @param covariates columns separated by commas; those with words become a column for each word; empty for none
     * @param columns feature columns separated by commas; empty: all columns of numbers
     * @param treatment column with two treatments, to ask whether a biomarker changes their effect; empty for none
     * @param biomarker column of numbers; empty for the held-out prediction
     */
    public static PredictionInputs read(
            Path features,
            String response,
            String covariates,
            String columns,
            String treatment,
            String biomarker,
            Progress progress)
            throws IOException {
        DesignTable table = DesignTable.parse(InputList.text(features));
        Path folder = features.toAbsolutePath().getParent();
        List<Path> files = new ArrayList<>(List.of(features));
        List<String> adjust = new ArrayList<>();
        for (String name : covariates.split(",", -1)) if (!name.isBlank()) adjust.add(name.strip());
        List<String> outcome;
        if (table.has(response)) {
            outcome = table.text(response);
        } else {
            Path file = folder.resolve(response);
            if (!Files.isRegularFile(file))
                throw new IllegalArgumentException("response '" + response + "' is neither a column of " + features
                        + " (they are " + table.columns() + ") nor a file");
            files.add(file);
            outcome = outcome(DesignTable.parse(InputList.text(file)), table, response);
        }
        FeatureTable read = (table.has("path")
                        ? fromFiles(InputList.read(features), files, progress)
                        : fromColumns(table, columns, List.of(response, treatment), adjust))
                .usable();
        Set<String> values = new TreeSet<>(outcome);
        boolean classes = values.size() == 2;
        String positive = classes ? positive(values) : "";
        PredictionProblem problem;
        if (classes) {
            boolean[] responder = new boolean[outcome.size()];
            for (int i = 0; i < responder.length; i++)
                responder[i] = outcome.get(i).equals(positive);
            problem = PredictionProblem.ofClasses(read.rows(), responder);
        } else {
            problem = PredictionProblem.ofNumbers(
                    read.rows(), column("response", outcome).numbers("response"));
        }
        CovariateColumns removed = CovariateColumns.of(table, adjust);
        if (!adjust.isEmpty()) problem = problem.with(FeatureStep.withoutCovariates(removed.values()));
        String subject = table.has("subject") ? "subject" : table.has("participant_id") ? "participant_id" : "";
        if (table.has("family")) problem = problem.withGroups(table.codes("family"));
        else if (!subject.isEmpty()) problem = problem.withGroups(table.codes(subject));
        if (treatment.isEmpty() && !biomarker.isEmpty())
            throw new IllegalArgumentException(
                    "biomarker: name the column of the treatment whose effect it may change, in 'treatment'");
        boolean all = biomarker.equals(TrialBiomarkers.ALL) && !table.has(biomarker);
        Optional<TrialModeration> asked = treatment.isEmpty()
                ? Optional.empty()
                : Optional.of(TrialModeration.of(table, treatment, all ? "" : biomarker, columns(table, adjust)));
        Optional<TrialModeration> trial = all ? Optional.empty() : asked;
        Optional<TrialBiomarkers> biomarkers =
                all ? asked.map(one -> TrialBiomarkers.of(one, read.names(), read.rows())) : Optional.empty();
        List<String> subjects = new ArrayList<>();
        for (int i = 0; i < table.size(); i++)
            subjects.add(
                    subject.isEmpty()
                            ? Integer.toString(i + 1)
                            : table.text(subject).get(i));
        return new PredictionInputs(
                problem, read.names(), subjects, outcome, positive, trial, files, read.note(), removed, biomarkers);
    }

    private static List<String> outcome(DesignTable file, DesignTable table, String response) {
        String subject = table.has("subject") ? "subject" : table.has("participant_id") ? "participant_id" : "";
        List<String> columns = new ArrayList<>(file.columns());
        columns.removeAll(NOT_FEATURES);
        String column = columns.contains("response") ? "response" : columns.size() == 1 ? columns.get(0) : "";
        if (column.isEmpty())
            throw new IllegalArgumentException(
                    "response: " + response + " needs a column 'response', its columns are " + file.columns());
        List<String> values = file.text(column);
        if (!subject.isEmpty() && file.has(subject)) {
            List<String> order = file.text(subject);
            List<String> sorted = new ArrayList<>();
            for (String name : table.text(subject)) {
                int at = order.indexOf(name);
                if (at < 0)
                    throw new IllegalArgumentException(
                            "response: " + response + " has no row for " + subject + " " + name);
                sorted.add(values.get(at));
            }
            return sorted;
        }
        if (values.size() != table.size())
            throw new IllegalArgumentException("response: " + response + " has " + values.size()
                    + " rows but there are " + table.size() + " subjects in the features");
        return values;
    }

    private static DesignTable column(String name, List<String> values) {
        return new DesignTable(List.of(name), values.stream().map(List::of).toList());
    }

    private static String positive(Set<String> values) {
        for (String value : values)
            if (Set.of("1", "yes", "true", "responder", "response", "improved")
                    .contains(value.toLowerCase(java.util.Locale.ROOT))) return value;
        return ((TreeSet<String>) values).last();
    }

    private static double[][] columns(DesignTable table, List<String> names) {
        if (names.isEmpty()) return new double[0][];
        double[][] rows = CovariateColumns.of(table, names).values();
        double[][] columns = new double[rows[0].length][rows.length];
        for (int i = 0; i < rows.length; i++) for (int c = 0; c < columns.length; c++) columns[c][i] = rows[i][c];
        return columns;
    }

    private static FeatureTable fromColumns(
            DesignTable table, String columns, List<String> others, List<String> covariates) {
        List<String> names = new ArrayList<>(table.columns());
        names.removeAll(NOT_FEATURES);
        names.removeAll(covariates);
        names.removeAll(others);
        if (!columns.isBlank()) {
            names = Arrays.stream(columns.split(",", -1)).map(String::strip).toList();
            for (String name : names)
                if (others.contains(name) || covariates.contains(name))
                    throw new IllegalArgumentException("columns: " + name
                            + " is the response, the treatment or a covariate, so it cannot be a feature");
        }
        if (names.isEmpty())
            throw new IllegalArgumentException(
                    "features: the table has no column of features, only " + table.columns());
        double[][] rows = new double[table.size()][names.size()];
        for (int f = 0; f < names.size(); f++) {
            String name = names.get(f);
            double[] column;
            try {
                column = table.numbers(name);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        e.getMessage() + " Features are all columns of numbers unless 'columns' names them.", e);
            }
            for (int i = 0; i < rows.length; i++) rows[i][f] = column[i];
        }
        return new FeatureTable(rows, names);
    }

    static FeatureTable fromFiles(InputList list, List<Path> files, Progress progress) throws IOException {
        files.addAll(list.paths());
        boolean maps = list.paths().get(0).toString().matches("(?i).*\\.(nii|nii\\.gz|hdr|img)");
        return maps ? maps(list, progress) : FeatureTable.ofMatrices(list);
    }

    private static FeatureTable maps(InputList list, Progress progress) throws IOException {
        List<NeuroImage> images = new ArrayList<>();
        for (Path path : list.paths()) {
            NeuroImage image = NiftiReader.read(path, NiftiReader.Options.DEFAULT, progress);
            if (image.volumes() != 1)
                throw new IllegalArgumentException("features: " + path + " has " + image.volumes() + " volumes, not 1");
            images.add(image.withName(path.getFileName().toString()));
        }
        Mask mask = MaskedMaps.common(images);
        Observations data = MaskedMaps.observations(images, mask);
        double[][] rows = new double[images.size()][mask.count()];
        for (int i = 0; i < rows.length; i++) data.read(i, 0, mask.count(), rows[i], 0);
        List<String> names = new ArrayList<>();
        for (int v : mask.indices()) {
            double[] at = mask.grid().position(v);
            names.add(String.format(java.util.Locale.ROOT, "%.2f,%.2f,%.2f", at[0], at[1], at[2]));
        }
        return new FeatureTable(rows, names);
    }
}
