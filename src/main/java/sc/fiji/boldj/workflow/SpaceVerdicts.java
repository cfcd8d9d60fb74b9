package sc.fiji.boldj.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import sc.fiji.boldj.workflow.Verdict.Light;

/** What the figures of a normalisation say, for a page and a line of text. */
public final class SpaceVerdicts {

    private SpaceVerdicts() {}

    /** Of a T1-weighted scan. */
    public static List<Verdict> of(Normalization.Anatomy anatomy) {
        List<Verdict> verdicts = common(anatomy.figures());
        SpaceFigures f = anatomy.figures();
        int last = f.greyDice().size() - 1;
        verdicts.add(new Verdict(
                Verdict.from(f.greyDice().get(last), 0.65, 0.55),
                "Grey matter",
                text("%.3f", f.greyDice().get(last)),
                text(
                        "Dice overlap with the template's grey matter; %.3f with the affine transform alone.",
                        f.greyDice().get(0))));
        verdicts.add(new Verdict(
                Verdict.from(f.whiteDice().get(last), 0.7, 0.6),
                "White matter",
                text("%.3f", f.whiteDice().get(last)),
                text(
                        "Dice overlap with the template's white matter; %.3f with the affine transform alone.",
                        f.whiteDice().get(0))));
        double side = anatomy.side().agreement();
        verdicts.add(new Verdict(
                side > 0 ? Light.GREEN : Light.AMBER,
                "Left and right",
                text("%+.2f", side),
                side > 0
                        ? "The scan is asymmetric in the same way as the template."
                        : "The scan is asymmetric in the opposite way to the template: it may be flipped. Some brains are"
                                + " so by nature; check against a marker or another scan of this participant."));
        return List.copyOf(verdicts);
    }

    /** Of an echo-planar series. */
    public static List<Verdict> of(Normalization.Functional functional) {
        return List.copyOf(common(functional.figures()));
    }

    private static List<Verdict> common(SpaceFigures f) {
        List<Verdict> verdicts = new ArrayList<>();
        verdicts.add(new Verdict(
                Verdict.from(f.brainDice(), 0.93, 0.88),
                "Brain",
                text("%.3f", f.brainDice()),
                "Dice overlap of the registered brain with the template brain."));
        verdicts.add(new Verdict(
                f.correlation() >= f.affineCorrelation() ? Light.GREEN : Light.AMBER,
                "Correlation",
                text("%.3f", f.correlation()),
                text(
                        "Correlation with the template within its brain; %.3f with the affine transform alone.",
                        f.affineCorrelation())));
        verdicts.add(new Verdict(
                f.jacobian().get(0) > 0 ? Light.GREEN : Light.RED,
                "Volume change",
                text("%.2f to %.2f", f.jacobian().get(0), f.jacobian().get(3)),
                "Smallest and largest Jacobian determinant of the warp; 0 or less would indicate folding."));
        return verdicts;
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
