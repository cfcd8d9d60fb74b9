package sc.fiji.boldj.workflow.component;

import java.util.Locale;
import sc.fiji.boldj.ica.FastIca;
import sc.fiji.boldj.ica.ModelOrder;
import sc.fiji.boldj.ica.VarianceNorm;

/** How components were sought, in words for a paper. */
final class SearchWords {

    /** What the values of maps are. */
    public static final String MAPS =
            "Maps are z values against each map's background (mixture of a Gaussian and two gamma densities).";

    private SearchWords() {}

    /** "demeaned and divided by ...". */
    public static String of(VarianceNorm norm) {
        return switch (norm) {
            case RESIDUAL ->
                "demeaned and divided by the standard deviation of the residual after removing strong components";
            case TOTAL -> "demeaned and divided by their standard deviations";
            case NONE -> "demeaned";
        };
    }

    /** "log cosh, symmetric; 12 iterations, converged". */
    public static String of(FastIca.Options search, int iterations, boolean converged) {
        String contrast =
                switch (search.contrast()) {
                    case LOG_COSH -> "log cosh";
                    case POW3 -> "cube";
                    case GAUSS -> "Gauss";
                };
        return contrast + ", " + search.approach().name().toLowerCase(Locale.ROOT) + "; " + iterations + " iterations, "
                + (converged ? "converged" : "some components had not converged");
    }

    /** "Laplace's approximation". */
    public static String of(ModelOrder.Criterion criterion) {
        return criterion == ModelOrder.Criterion.LAPLACE ? "Laplace's approximation" : criterion.name();
    }
}
