package sc.fiji.boldj.workflow.study;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.io.FileDigest;
import sc.fiji.boldj.io.Finding;
import sc.fiji.boldj.io.NiftiHeader;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.preprocess.BrainMask;
import sc.fiji.boldj.preprocess.SliceTiming;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.ReportTable;
import sc.fiji.boldj.workflow.Verdict;

/**
 * Looks through a dataset: every scan is read to its end; times, sizes, orientation and coverage are compared with what is
 * usual and with the other scans; heads are compared across sessions, with the anatomy, and with their mirror images.
 */
public final class DatasetInspection {

    private static final int MEAN_OF = 20;
    private static final double LEAST_BRAIN_ML = 700;
    private static final double MOST_BRAIN_ML = 2300;
    /** By how much a strange head must fit better before it is named. */
    private static final double MARGIN = 0.01;

    /** A scan that could be read: its mean volume and what its header says. */
    private record Seen(BidsScan scan, NeuroImage mean, int volumes, SeriesTiming timing, String digest) {}

    private final BidsDataset dataset;
    private final String program;
    private final List<DatasetCheck.Row> rows = new ArrayList<>();
    private final Map<String, Seen> seen = new LinkedHashMap<>();

    private DatasetInspection(BidsDataset dataset, String program) {
        this.dataset = dataset;
        this.program = program;
    }

    /**
     * Looks.
     *
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static DatasetCheck of(BidsDataset dataset, String program, Progress progress) throws IOException {
        return new DatasetInspection(dataset, program).check(progress);
    }

    private DatasetCheck check(Progress progress) throws IOException {
        for (Finding finding : dataset.findings())
            add(
                    finding.level() == Finding.Level.INFO ? Verdict.Light.GREEN : Verdict.Light.AMBER,
                    finding.field(),
                    "name",
                    finding.message() + fix(finding));
        int n = dataset.scans().size();
        for (int i = 0; i < n; i++) {
            progress.stage(0.6 * i / n, 0.6 * (i + 1) / n).update(1, 1);
            read(dataset.scans().get(i));
        }
        duplicates();
        ReportTable protocols = protocols();
        heads(progress.stage(0.6, 1));
        ReportTable sessions = sessions();
        return new DatasetCheck(
                dataset.root().toAbsolutePath().normalize().getFileName().toString(),
                program,
                n,
                dataset.subjects().size(),
                rows,
                sessions,
                protocols);
    }

    private static String fix(Finding finding) {
        return finding.fix().isEmpty() ? "" : ": " + finding.fix();
    }

    private void add(Verdict.Light light, String where, String topic, String words) {
        rows.add(new DatasetCheck.Row(light, where, topic, words));
    }

    private static String key(BidsScan scan) {
        return scan.name() + "_" + scan.suffix();
    }

    private void read(BidsScan scan) {
        String name = key(scan);
        NeuroImage image;
        String digest;
        try {
            image = NiftiReader.read(scan.file(), NiftiReader.Options.DEFAULT, Progress.NONE);
            digest = FileDigest.of(scan.file());
        } catch (IOException | IllegalArgumentException e) {
            add(Verdict.Light.RED, name, "file", "cannot be read: " + e.getMessage());
            return;
        }
        for (Finding finding : ((NiftiHeader) image.header().orElseThrow()).findings())
            if (finding.level() != Finding.Level.INFO) add(Verdict.Light.AMBER, name, "header", finding.text());
        if (scan.isBold()) series(scan, image);
        else if (image.volumes() != 1)
            add(Verdict.Light.RED, name, "volumes", "has " + image.volumes() + " volumes, an anatomical scan has one");
        NeuroImage mean = mean(image);
        seen.put(name, new Seen(scan, mean, image.volumes(), image.timing(), digest));
        if (scan.isBold() && image.volumes() > 1) coverage(name, mean);
    }

    private void series(BidsScan scan, NeuroImage image) {
        String name = key(scan);
        if (image.volumes() < 5) {
            add(
                    Verdict.Light.RED,
                    name,
                    "volumes",
                    "has " + image.volumes() + (image.volumes() == 1 ? " volume" : " volumes")
                            + ", a series needs 5 or more: is it a reference scan, or was the run stopped?");
            return;
        }
        SeriesTiming timing = image.timing();
        if (!timing.isKnown()) {
            add(Verdict.Light.RED, name, "repetition time", "is not known: neither header nor sidecar says it");
            return;
        }
        double tr = timing.repetitionTime();
        if (tr < 0.2 || tr > 10)
            add(Verdict.Light.RED, name, "repetition time", "is " + tr + " s: is it in milliseconds, or wrong?");
        else if (tr < 0.3 || tr > 5) add(Verdict.Light.AMBER, name, "repetition time", "is unusual: " + tr + " s");
        if (!timing.hasSliceTimes()) {
            add(Verdict.Light.AMBER, name, "slice times", "are not known, so they cannot be corrected");
            return;
        }
        try {
            SliceTiming times = SliceTiming.of(timing).orElseThrow();
            int together = times.slicesTogether();
            if (together < 1 || times.slices() % together != 0)
                add(
                        Verdict.Light.RED,
                        name,
                        "slice times",
                        "do not occur equally often: the list is not that of a multiband scan of " + times.slices()
                                + " slices");
        } catch (IllegalArgumentException e) {
            add(Verdict.Light.RED, name, "slice times", e.getMessage());
        }
    }

    private static NeuroImage mean(NeuroImage image) {
        int volumes = Math.min(MEAN_OF, image.volumes());
        double[] sum = new double[image.grid().voxels()];
        for (int i = 0; i < volumes; i++) {
            float[] volume = image.volume((int) ((i + 0.5) * image.volumes() / volumes));
            for (int v = 0; v < sum.length; v++) if (Float.isFinite(volume[v])) sum[v] += volume[v];
        }
        float[] mean = new float[sum.length];
        for (int v = 0; v < sum.length; v++) mean[v] = (float) (sum[v] / volumes);
        return ResampleStep.volume(image.name(), image.grid(), mean);
    }

    private void coverage(String name, NeuroImage mean) {
        try {
            Mask brain = BrainMask.epi(mean, BrainMask.Options.DEFAULT, Progress.NONE);
            double ml = brain.count() * Math.abs(mean.grid().affine().determinant()) / 1000;
            if (ml < LEAST_BRAIN_ML)
                add(
                        Verdict.Light.AMBER,
                        name,
                        "coverage",
                        String.format(Locale.ROOT, "only %.0f ml of brain in the field of view", ml));
            else if (ml > MOST_BRAIN_ML)
                add(
                        Verdict.Light.AMBER,
                        name,
                        "coverage",
                        String.format(Locale.ROOT, "%.0f ml of brain: are the voxel sizes in the header right?", ml));
        } catch (IllegalArgumentException e) {
            add(Verdict.Light.RED, name, "brain", "none is found: " + e.getMessage());
        }
    }

    private void duplicates() {
        Map<String, String> first = new LinkedHashMap<>();
        for (Map.Entry<String, Seen> each : seen.entrySet()) {
            String other = first.putIfAbsent(each.getValue().digest(), each.getKey());
            if (other != null)
                add(Verdict.Light.RED, each.getKey(), "duplicate", "is the same file, byte for byte, as " + other);
        }
    }

    /** What each task's series are like; those unlike the most are named. */
    private ReportTable protocols() {
        Map<String, Map<String, List<String>>> byTask = new TreeMap<>();
        for (Map.Entry<String, Seen> each : seen.entrySet()) {
            Seen one = each.getValue();
            if (!one.scan().isBold()) continue;
            byTask.computeIfAbsent(one.scan().task(), key -> new LinkedHashMap<>())
                    .computeIfAbsent(protocol(one), key -> new ArrayList<>())
                    .add(each.getKey());
        }
        List<List<String>> table = new ArrayList<>();
        for (Map.Entry<String, Map<String, List<String>>> task : byTask.entrySet()) {
            int most =
                    task.getValue().values().stream().mapToInt(List::size).max().orElse(0);
            for (Map.Entry<String, List<String>> kind : task.getValue().entrySet()) {
                table.add(List.of(
                        task.getKey(),
                        kind.getKey(),
                        String.valueOf(kind.getValue().size())));
                if (kind.getValue().size() * 2 <= most)
                    for (String name : kind.getValue())
                        add(
                                Verdict.Light.AMBER,
                                name,
                                "protocol",
                                "is unlike most of task " + task.getKey() + ": " + kind.getKey());
            }
        }
        return new ReportTable(List.of("task", "series", "number"), table);
    }

    private static String protocol(Seen one) {
        VoxelGrid grid = one.mean().grid();
        int together = 0;
        try {
            together = SliceTiming.of(one.timing())
                    .map(SliceTiming::slicesTogether)
                    .orElse(0);
        } catch (IllegalArgumentException e) {
            together = -1;
        }
        return String.format(
                Locale.ROOT,
                "%d x %d x %d voxels of %.3g x %.3g x %.3g mm, %d volumes, TR %.4g s%s",
                grid.sizeX(),
                grid.sizeY(),
                grid.sizeZ(),
                grid.voxelSize(0),
                grid.voxelSize(1),
                grid.voxelSize(2),
                one.volumes(),
                one.timing().repetitionTime(),
                together > 1 ? ", multiband " + together : together < 0 ? ", bad slice times" : "");
    }

    /** Whether each head is whose it should be, and not its mirror image. */
    private void heads(Progress progress) {
        List<String> subjects = dataset.subjects();
        Map<String, NeuroImage> references = new LinkedHashMap<>();
        for (String subject : subjects) reference(subject).ifPresent(image -> references.put(subject, image));
        Template template = Template.builtIn();
        for (int s = 0; s < subjects.size(); s++) {
            progress.stage((double) s / subjects.size(), (s + 1.0) / subjects.size())
                    .update(1, 1);
            NeuroImage own = references.get(subjects.get(s));
            if (own == null) continue;
            List<String> others = new ArrayList<>(references.keySet());
            others.remove(subjects.get(s));
            for (Map.Entry<String, Seen> each : seen.entrySet()) {
                Seen one = each.getValue();
                if (!one.scan().subject().equals(subjects.get(s)) || one.mean() == own) continue;
                if (one.scan().isBold() && one.volumes() < 5) continue;
                compare(each.getKey(), one, own, subjects.get(s), others, references);
            }
            side(subjects.get(s), own, template);
        }
    }

    /** The first anatomical scan, or without one the first series. */
    private Optional<NeuroImage> reference(String subject) {
        Optional<Seen> anatomy = seen.values().stream()
                .filter(one ->
                        one.scan().subject().equals(subject) && !one.scan().isBold())
                .findFirst();
        return anatomy.or(() -> seen.values().stream()
                        .filter(one -> one.scan().subject().equals(subject) && one.volumes() >= 5)
                        .findFirst())
                .map(Seen::mean);
    }

    private void compare(
            String name,
            Seen one,
            NeuroImage own,
            String subject,
            List<String> others,
            Map<String, NeuroImage> references) {
        try {
            boolean kind = one.scan().isBold() == isBold(own);
            double likeness = likeness(kind, own, one.mean());
            double mirrored = likeness(kind, own, HeadLikeness.mirrored(one.mean()));
            if (mirrored > likeness + (kind ? MARGIN : MARGIN / 5))
                add(
                        Verdict.Light.RED,
                        name,
                        "left and right",
                        String.format(
                                Locale.ROOT,
                                "its mirror image fits %s better (%.3f) than it does itself (%.3f): are left and right"
                                        + " exchanged?",
                                own.name(),
                                mirrored,
                                likeness));
            if (others.isEmpty()) return;
            String next = others.get(Math.floorMod(subject.hashCode(), others.size()));
            double strange = likeness(kind, references.get(next), one.mean());
            if (strange < likeness - 3 * MARGIN) return;
            String best = subject;
            double most = likeness + (kind ? MARGIN : MARGIN / 5);
            for (String other : others) {
                double with = other.equals(next) ? strange : likeness(kind, references.get(other), one.mean());
                if (with > most) {
                    most = with;
                    best = other;
                }
            }
            if (!best.equals(subject))
                add(
                        Verdict.Light.RED,
                        name,
                        "whose head",
                        String.format(
                                Locale.ROOT,
                                "fits the head of sub-%s (%.3f) better than that of sub-%s (%.3f): were scans swapped?",
                                best,
                                most,
                                subject,
                                likeness));
        } catch (IllegalArgumentException e) {
            add(Verdict.Light.AMBER, name, "whose head", "cannot be compared: " + e.getMessage());
        }
    }

    private static double likeness(boolean kind, NeuroImage fixed, NeuroImage moving) {
        return kind ? HeadLikeness.ofOneKind(fixed, moving) : HeadLikeness.ofTwoKinds(fixed, moving);
    }

    private boolean isBold(NeuroImage image) {
        return seen.values().stream()
                .anyMatch(one -> one.mean() == image && one.scan().isBold());
    }

    /** A head is a little asymmetric, and most are so in the same way as the template. */
    private void side(String subject, NeuroImage own, Template template) {
        try {
            double straight = HeadLikeness.ofTwoKinds(template.brain(), own);
            double mirrored = HeadLikeness.ofTwoKinds(template.brain(), HeadLikeness.mirrored(own));
            if (mirrored > straight + MARGIN / 2)
                add(
                        Verdict.Light.AMBER,
                        "sub-" + subject,
                        "left and right",
                        String.format(
                                Locale.ROOT,
                                "its mirror image is more like the template (%.4f) than it is itself (%.4f): check the"
                                        + " orientation",
                                mirrored,
                                straight));
        } catch (IllegalArgumentException e) {
            add(Verdict.Light.AMBER, "sub-" + subject, "orientation", "cannot be checked: " + e.getMessage());
        }
    }

    /** Sessions by group; those missing are named. */
    private ReportTable sessions() {
        List<String> labels = dataset.sessions();
        List<String> head = new ArrayList<>(List.of("group", "participants"));
        head.addAll(labels.isEmpty() ? List.of("series") : labels);
        Map<String, int[]> counts = new TreeMap<>();
        for (String subject : dataset.subjects()) {
            String group = VisitList.groupOf(dataset, subject);
            int[] row = counts.computeIfAbsent(
                    group.isEmpty() ? "all" : group, key -> new int[1 + Math.max(1, labels.size())]);
            row[0]++;
            for (int s = 0; s < Math.max(1, labels.size()); s++) {
                String label = labels.isEmpty() ? "" : labels.get(s);
                boolean there = dataset.bold(subject).stream()
                        .anyMatch(scan -> scan.session().equals(label));
                if (there) row[1 + s]++;
                else if (!labels.isEmpty())
                    add(Verdict.Light.AMBER, "sub-" + subject, "session", "has no series in session " + label);
            }
        }
        if (dataset.scans().stream().noneMatch(BidsScan::isBold))
            add(Verdict.Light.RED, "dataset", "series", "there is none, only anatomy");
        List<List<String>> table = new ArrayList<>();
        counts.forEach((group, row) -> {
            List<String> cells = new ArrayList<>(List.of(group));
            for (int value : row) cells.add(String.valueOf(value));
            table.add(cells);
        });
        return new ReportTable(head, table);
    }
}
