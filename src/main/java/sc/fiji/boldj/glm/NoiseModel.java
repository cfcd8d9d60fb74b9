package sc.fiji.boldj.glm;

import java.util.Locale;

/** How the noise of a voxel is correlated in time. */
public enum NoiseModel {
    /** Not at all: ordinary least squares. */
    OLS,
    /** Each value leans on the one before (nilearn's and SPM's model; not enough below a repetition time of 1 s). */
    AR1,
    /** Each value leans on as many before as AICc finds, voxel by voxel. */
    AR,
    /** Autoregressive and moving average of order 1, by restricted maximum likelihood, as 3dREMLfit, with a prior. */
    ARMA11;

    /** What every command and step uses unless told otherwise. */
    public static final NoiseModel DEFAULT = ARMA11;

    /** The model of a name in upper or lower case. */
    public static NoiseModel named(String name) {
        for (NoiseModel model : values()) if (model.name().equalsIgnoreCase(name.strip())) return model;
        throw new IllegalArgumentException("noise must be ols, ar1, ar or arma11, got '" + name + "'");
    }

    /** The model in words, for a paper. */
    public String words() {
        return switch (this) {
            case OLS -> "ordinary least squares, noise taken as independent from volume to volume";
            case AR1 -> "generalised least squares with a first-order autoregressive noise model of each voxel";
            case AR ->
                "generalised least squares with an autoregressive noise model of each voxel, its order chosen"
                        + " by the corrected Akaike criterion (AICc)";
            default ->
                "generalised least squares with an ARMA(1,1) noise model of each voxel, fitted by restricted"
                        + " maximum likelihood with a prior estimated from the voxels of the mask";
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
