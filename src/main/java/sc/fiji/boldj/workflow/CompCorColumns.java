package sc.fiji.boldj.workflow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.boldj.denoise.CompCor;
import sc.fiji.boldj.denoise.Confounds;
import sc.fiji.boldj.denoise.NoiseCovariance;
import sc.fiji.boldj.denoise.TissueSeries;
import sc.fiji.boldj.denoise.VariableVoxels;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.Progress;

/** The principal components of white matter, CSF, both and the most variable voxels as confounds, with their notes. */
final class CompCorColumns {

    private CompCorColumns() {}

    static Confounds components(
            Confounds confounds,
            NeuroImage source,
            List<Mask> masks,
            List<String> names,
            int skip,
            Map<String, Map<String, Object>> notes,
            Progress progress) {
        NoiseCovariance.Options options = NoiseCovariance.Options.DEFAULT.withSkip(skip);
        CompCor.Retention several = CompCor.Retention.count(ConfoundTable.COMPONENTS);
        Confounds all = confounds;
        NoiseCovariance both = null;
        Mask white = null;
        for (int i = 1; i < masks.size(); i++) {
            boolean isWhite = names.get(i).equals(TissueSeries.WHITE_MATTER);
            NoiseCovariance region =
                    NoiseCovariance.of(source, masks.get(i), options, progress.stage(0.3 * (i - 1), 0.3 * i));
            String prefix = isWhite ? CompCor.WHITE_MATTER : CompCor.CSF;
            all = named(all, CompCor.of(region, several), prefix, isWhite ? "WM" : "CSF", notes);
            if (isWhite) white = masks.get(i);
            else if (white != null && white.and(masks.get(i)).count() > 0)
                throw new IllegalArgumentException("white matter and CSF share "
                        + white.and(masks.get(i)).count() + " voxels: are both images of the same tissue?");
            both = both == null ? region : both.plus(region);
        }
        if (masks.size() == 3)
            all = named(
                    all,
                    CompCor.of(both, CompCor.Retention.variance(ConfoundTable.VARIANCE)),
                    CompCor.COMBINED,
                    "combined",
                    notes);
        Mask variable = VariableVoxels.of(source, masks.get(0), options, progress.stage(0.6, 0.8));
        NoiseCovariance most = NoiseCovariance.of(source, variable, options, progress.stage(0.8, 1));
        return named(all, CompCor.of(most, several), CompCor.TEMPORAL, "2 % most variable of the brain", notes);
    }

    static Confounds named(
            Confounds confounds,
            CompCor components,
            String prefix,
            String mask,
            Map<String, Map<String, Object>> notes) {
        for (int j = 0; j < components.size(); j++) {
            Map<String, Object> note = new LinkedHashMap<>();
            note.put("Method", prefix.equals(CompCor.TEMPORAL) ? "tCompCor" : "aCompCor");
            note.put("Mask", mask);
            note.put("Voxels", components.voxels());
            note.put("Retained", true);
            note.put("SingularValue", components.singularValue(j));
            note.put("VarianceExplained", components.explained(j));
            note.put("CumulativeVarianceExplained", components.cumulative(j));
            note.put(
                    "Description",
                    "principal component " + j + " after a high-pass of 128 s by cosines, voxels in unit variance");
            notes.put(CompCor.name(prefix, j), note);
        }
        return components.addTo(confounds, prefix);
    }
}
