package sc.fiji.boldj.workflow.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.Verdict;

/** Lays each head of a dataset over its participant's anatomy, over those of others and over its own mirror image. */
final class HeadComparison {
    /** By how much a strange head must fit better before it is named. */
    private static final double MARGIN = 0.01;

    private final List<String> subjects;
    private final Map<String, SeenScan> seen;
    private final List<DatasetCheck.Row> rows;
    /** How well each scan fits its own participant, and the best of all, for scans of one kind and of two. */
    private final Map<String, Double> likenesses = new LinkedHashMap<>();

    private final Map<Boolean, Double> best = new LinkedHashMap<>();

    /**
     * @param seen scans by name
     * @param rows where findings go
     */
    HeadComparison(List<String> subjects, Map<String, SeenScan> seen, List<DatasetCheck.Row> rows) {
        this.subjects = subjects;
        this.seen = seen;
        this.rows = rows;
    }

    /** Whether each head is whose it should be, and not its mirror image. */
    void run(Progress progress) {
        Map<String, NeuroImage> references = new LinkedHashMap<>();
        for (String subject : subjects) reference(subject).ifPresent(image -> references.put(subject, image));
        Template template = Template.builtIn();
        for (Map.Entry<String, SeenScan> each : seen.entrySet()) {
            NeuroImage own = references.get(each.getValue().scan().subject());
            if (own != null && each.getValue().mean() != own && each.getValue().isWhole())
                measure(each.getKey(), each.getValue(), own);
        }
        for (int s = 0; s < subjects.size(); s++) {
            progress.stage((double) s / subjects.size(), (s + 1.0) / subjects.size())
                    .update(1, 1);
            NeuroImage own = references.get(subjects.get(s));
            if (own == null) continue;
            List<String> others = new ArrayList<>(references.keySet());
            others.remove(subjects.get(s));
            for (Map.Entry<String, SeenScan> each : seen.entrySet()) {
                SeenScan one = each.getValue();
                if (!one.scan().subject().equals(subjects.get(s)) || one.mean() == own) continue;
                if (!one.isWhole()) continue;
                compare(each.getKey(), one, own, subjects.get(s), others, references);
            }
            side(subjects.get(s), own, template);
        }
    }

    private void measure(String name, SeenScan one, NeuroImage own) {
        boolean kind = one.scan().isBold() == isBold(own);
        try {
            double likeness = likeness(kind, own, one.mean());
            likenesses.put(name, likeness);
            best.merge(kind, likeness, Math::max);
        } catch (IllegalArgumentException e) {
            DatasetCheck.add(rows, Verdict.Light.AMBER, name, "whose head", "cannot be compared: " + e.getMessage());
        }
    }

    /** The first anatomical scan, or without one the first series. */
    private Optional<NeuroImage> reference(String subject) {
        Optional<SeenScan> anatomy = seen.values().stream()
                .filter(one ->
                        one.scan().subject().equals(subject) && !one.scan().isBold())
                .findFirst();
        return anatomy.or(() -> seen.values().stream()
                        .filter(one -> one.scan().subject().equals(subject) && one.volumes() >= 5)
                        .findFirst())
                .map(SeenScan::mean);
    }

    private void compare(
            String name,
            SeenScan one,
            NeuroImage own,
            String subject,
            List<String> others,
            Map<String, NeuroImage> references) {
        try {
            if (!likenesses.containsKey(name)) return;
            boolean kind = one.scan().isBold() == isBold(own);
            double likeness = likenesses.get(name);
            double margin = kind ? MARGIN : MARGIN / 5;
            Optional<Stranger> strange =
                    others.isEmpty() ? Optional.empty() : stranger(one, own, likeness, subject, others, references);
            double mirrored = likeness(kind, own, HeadLikeness.mirrored(one.mean()));
            // A mirror image of the right head may look more like another head than like itself.
            if (mirrored > likeness + margin
                    && (strange.isEmpty() || mirrored > strange.get().likeness()))
                DatasetCheck.add(
                        rows,
                        Verdict.Light.RED,
                        name,
                        "left and right",
                        String.format(
                                Locale.ROOT,
                                "its mirror image fits %s better (%.3f) than it does itself (%.3f): in one of the two,"
                                        + " left and right are exchanged",
                                own.name(),
                                mirrored,
                                likeness));
            else if (strange.isPresent())
                DatasetCheck.add(
                        rows,
                        Verdict.Light.RED,
                        name,
                        "whose head",
                        String.format(
                                Locale.ROOT,
                                "fits the head in %s of sub-%s (%.3f) better than that in %s of its own participant"
                                        + " (%.3f): were scans swapped?",
                                references.get(strange.get().subject()).name(),
                                strange.get().subject(),
                                strange.get().likeness(),
                                own.name(),
                                likeness));
        } catch (IllegalArgumentException e) {
            DatasetCheck.add(rows, Verdict.Light.AMBER, name, "whose head", "cannot be compared: " + e.getMessage());
        }
    }

    /** Another participant whose head a scan is more like, and how much. */
    private record Stranger(String subject, double likeness) {}

    private Optional<Stranger> stranger(
            SeenScan one,
            NeuroImage own,
            double likeness,
            String subject,
            List<String> others,
            Map<String, NeuroImage> references) {
        boolean kind = one.scan().isBold() == isBold(own);
        List<String> alike = others.stream()
                .filter(other -> isBold(references.get(other)) == isBold(own))
                .toList();
        if (alike.isEmpty()) return Optional.empty();
        String next = alike.get(Math.floorMod(subject.hashCode(), alike.size()));
        double first = likeness(kind, references.get(next), one.mean());
        double usual = best.getOrDefault(kind, likeness);
        if (first < likeness - 3 * MARGIN && likeness > usual - (kind ? 0.08 : 0.03)) return Optional.empty();
        Optional<Stranger> closest = Optional.empty();
        double most = likeness + (kind ? MARGIN : MARGIN / 5);
        for (String other : alike) {
            double with = other.equals(next) ? first : likeness(kind, references.get(other), one.mean());
            if (with > most) {
                most = with;
                closest = Optional.of(new Stranger(other, with));
            }
        }
        return closest;
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
                DatasetCheck.add(
                        rows,
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
            DatasetCheck.add(
                    rows, Verdict.Light.AMBER, "sub-" + subject, "orientation", "cannot be checked: " + e.getMessage());
        }
    }
}
