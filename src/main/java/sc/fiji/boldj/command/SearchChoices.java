package sc.fiji.boldj.command;

import java.util.Locale;
import sc.fiji.boldj.ica.Contrast;
import sc.fiji.boldj.ica.FastIca;
import sc.fiji.boldj.ica.ModelOrder;
import sc.fiji.boldj.ica.VarianceNorm;

/** The words by which commands choose how components are sought. */
final class SearchChoices {

    private SearchChoices() {}

    /** @throws IllegalArgumentException if a word is none of the choices */
    static FastIca.Options search(String contrast, String approach, long seed) {
        FastIca.Options plain = FastIca.Options.DEFAULT;
        return new FastIca.Options(
                contrast(contrast), approach(approach), plain.starts(), seed, plain.tolerance(), plain.iterations());
    }

    private static Contrast contrast(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "logcosh" -> Contrast.LOG_COSH;
            case "pow3" -> Contrast.POW3;
            case "gauss" -> Contrast.GAUSS;
            default ->
                throw new IllegalArgumentException("key 'contrast' must be logcosh, pow3 or gauss, got '" + word + "'");
        };
    }

    private static FastIca.Approach approach(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "symmetric" -> FastIca.Approach.SYMMETRIC;
            case "deflation" -> FastIca.Approach.DEFLATION;
            default ->
                throw new IllegalArgumentException("key 'approach' must be symmetric or deflation, got '" + word + "'");
        };
    }

    /** @throws IllegalArgumentException if the word is none of the choices */
    static ModelOrder.Criterion criterion(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "laplace" -> ModelOrder.Criterion.LAPLACE;
            case "bic" -> ModelOrder.Criterion.BIC;
            case "mdl" -> ModelOrder.Criterion.MDL;
            default ->
                throw new IllegalArgumentException("key 'order' must be laplace, bic or mdl, got '" + word + "'");
        };
    }

    /** @throws IllegalArgumentException if the word is none of the choices */
    static VarianceNorm norm(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "residual" -> VarianceNorm.RESIDUAL;
            case "total" -> VarianceNorm.TOTAL;
            case "none" -> VarianceNorm.NONE;
            default ->
                throw new IllegalArgumentException(
                        "key 'variance' must be residual, total or none, got '" + word + "'");
        };
    }
}
