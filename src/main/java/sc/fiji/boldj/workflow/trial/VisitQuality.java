package sc.fiji.boldj.workflow.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.workflow.JudgedDisplacement;
import sc.fiji.boldj.workflow.study.ScanFigure;
import sc.fiji.boldj.workflow.study.ScanFiles;

/** The figures of quality of a visit. */
final class VisitQuality {

    private VisitQuality() {}

    /** The figures of the runs of a session, averaged over those that have them. */
    static Map<String, Double> quality(List<ScanFiles> runs) throws IOException {
        Map<String, Double> quality = new TreeMap<>();
        Map<String, Integer> counts = new TreeMap<>();
        for (ScanFiles run : runs) {
            if (!Files.exists(run.quality())) continue;
            Map<String, Object> figures = new TreeMap<>(JsonFile.readMap(run.quality()));
            if (!figures.containsKey(ScanFigure.DISPLACEMENT.key())
                    && figures.get("MeanFramewiseDisplacement") instanceof Number perVolume)
                figures.put(
                        ScanFigure.DISPLACEMENT.key(),
                        perVolume.doubleValue()
                                * (figures.get("RepetitionTime") instanceof Number time
                                        ? JudgedDisplacement.REFERENCE_SECONDS / time.doubleValue()
                                        : 1));
            for (ScanFigure figure : ScanFigure.values())
                if (figures.get(figure.key()) instanceof Number number) {
                    quality.merge(figure.key(), number.doubleValue(), Double::sum);
                    counts.merge(figure.key(), 1, Integer::sum);
                }
        }
        quality.replaceAll((name, sum) -> sum / counts.get(name));
        return quality;
    }
}
