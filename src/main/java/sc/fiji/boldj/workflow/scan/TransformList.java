package sc.fiji.boldj.workflow.scan;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.DisplacementField;
import sc.fiji.boldj.image.SpatialMap;
import sc.fiji.boldj.image.TransformChain;
import sc.fiji.boldj.io.TransformFiles;
import sc.fiji.boldj.run.Progress;

/**
 * Files of transforms that are applied one after another.
 *
 * @param files that map places of the result to places of the scan, the first is applied first
 * @param inverted for each file whether its inverse is used
 */
public record TransformList(List<String> files, List<Boolean> inverted) {

    /**
     * Reads what the keys {@code transforms} and {@code inverse} say.
     *
     * @param transforms paths separated by commas
     * @param inverse true or false for each path, separated by commas; blank: none is inverted
     * @throws IllegalArgumentException if there are not as many of these as of paths
     */
    public static TransformList parse(String transforms, String inverse) {
        List<String> files = List.of(transforms.strip().split("\\s*,\\s*", -1));
        List<Boolean> inverted = new ArrayList<>();
        if (inverse.isBlank()) {
            for (int f = 0; f < files.size(); f++) inverted.add(false);
            return new TransformList(files, inverted);
        }
        String[] words = inverse.strip().split("\\s*,\\s*", -1);
        for (String word : words) {
            if (!word.equals("true") && !word.equals("false"))
                throw new IllegalArgumentException("key 'inverse' is '" + inverse
                        + "' but must be true or false for each file, separated by commas");
            inverted.add(Boolean.parseBoolean(word));
        }
        if (words.length != files.size())
            throw new IllegalArgumentException(
                    "key 'inverse' has " + words.length + " entries but 'transforms' names " + files.size() + " files");
        return new TransformList(files, inverted);
    }

    /**
     * Reads the files and chains their transforms.
     *
     * @param volumes of the scan
     * @param scan its name, for messages
     * @return a map for each volume: the first file acts on places of the result
     * @throws IllegalArgumentException if a file has neither one transform nor one per volume
     */
    public List<SpatialMap> read(int volumes, String scan, Progress progress) throws IOException {
        List<List<SpatialMap>> chains = new ArrayList<>();
        for (int t = 0; t < volumes; t++) chains.add(new ArrayList<>());
        for (int f = 0; f < files.size(); f++) {
            Progress stage = progress.stage((double) f / files.size(), (f + 1.0) / files.size());
            List<SpatialMap> maps =
                    new ArrayList<>(TransformFiles.readMaps(Path.of(files.get(f)), stage.stage(0, 0.2)));
            if (maps.size() != 1 && maps.size() != volumes)
                throw new IllegalArgumentException(files.get(f) + " has " + maps.size() + " transforms but " + scan
                        + " has " + volumes + " volumes: one, or one per volume, is needed");
            if (inverted.get(f)) maps.replaceAll(map -> inverse(map, stage.stage(0.2, 1)));
            for (int t = 0; t < volumes; t++) chains.get(t).add(maps.get(maps.size() == 1 ? 0 : t));
        }
        List<SpatialMap> composed = new ArrayList<>();
        for (List<SpatialMap> chain : chains) composed.add(TransformChain.of(chain));
        return composed;
    }

    private static SpatialMap inverse(SpatialMap map, Progress progress) {
        return map instanceof Affine affine ? affine.inverse() : ((DisplacementField) map).inverse(progress);
    }
}
