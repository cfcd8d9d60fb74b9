package sc.fiji.boldj.workflow.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.preprocess.SliceTiming;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.Verdict;

/** The protocols of the series of a dataset by task. */
final class ProtocolTable {

    private ProtocolTable() {}

    /** What each task's series are like; those unlike the most are added to the rows of the check. */
    static Table of(Map<String, SeenScan> seen, List<DatasetCheck.Row> rows) {
        Map<String, Map<String, List<String>>> byTask = new TreeMap<>();
        for (Map.Entry<String, SeenScan> each : seen.entrySet()) {
            SeenScan one = each.getValue();
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
                        DatasetCheck.add(
                                rows,
                                Verdict.Light.AMBER,
                                name,
                                "protocol",
                                "is unlike most of task " + task.getKey() + ": " + kind.getKey());
            }
        }
        return Table.of(List.of("task", "series", "number"), table);
    }

    private static String protocol(SeenScan one) {
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
}
