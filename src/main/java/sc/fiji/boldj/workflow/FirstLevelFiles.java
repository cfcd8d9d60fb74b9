package sc.fiji.boldj.workflow;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.boldj.glm.Design;
import sc.fiji.boldj.glm.GlmResult;
import sc.fiji.boldj.glm.NoiseModel;
import sc.fiji.boldj.glm.TaskContrast;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.LabelsFile;
import sc.fiji.boldj.io.NiftiHeader;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.table.Table;

/** Writes the maps and tables of a fit. */
record FirstLevelFiles(NeuroImage source, Design design, GlmResult result, List<ActivationTable> activations) {

    void write(Path folder, FirstLevelRun.Writing also, Progress progress) throws IOException {
        Table.Builder table = Table.builder();
        for (int c = 0; c < design.columns(); c++) table.add(design.names().get(c), design.column(c));
        TsvFiles.write(table.build(), folder.resolve("design.tsv"));
        List<TaskContrast> asked = result.contrasts();
        LabelsFile.write(
                folder.resolve(FirstLevelRun.CONTRASTS),
                "contrast",
                asked.stream().map(TaskContrast::label).toList(),
                asked.stream().map(TaskContrast::name).toList(),
                Map.of(
                        "expression",
                        asked.stream().map(TaskContrast::expression).toList()));
        Map<String, float[][]> files = new TreeMap<>();
        for (int c = 0; c < result.contrasts().size(); c++) {
            GlmResult.Maps maps = result.maps(c);
            String name = maps.contrast().label();
            files.put(name + "_effect", maps.effect());
            files.put(name + "_variance", maps.variance());
            files.put(name + "_" + maps.contrast().statistic(), new float[][] {maps.statistic()});
            files.put(name + "_z", new float[][] {maps.z()});
            if (result.options().noise() != NoiseModel.OLS) files.put(name + "_df", new float[][] {maps.degrees()});
            if (maps.percent() != null) {
                files.put(name + "_percent", new float[][] {maps.percent()});
                JsonFile.write(folder.resolve(name + "_percent.json"), new PercentWords(design).about(maps.contrast()));
            }
            AtomicFile.writeText(
                    folder.resolve(name + "_clusters.tsv"), activations.get(c).toTsv());
        }
        files.put("whiteness", new float[][] {result.whiteness()});
        if (result.noise().length > 0) files.put("noise", result.noise());
        files.put("mask", new float[][] {ones()});
        List<String> names = new ArrayList<>(files.keySet());
        try {
            FixedChunks.forEach(
                    names.size() + 1,
                    1,
                    (from, to) -> {
                        try {
                            if (from == 0) {
                                also.run();
                                return;
                            }
                            String name = names.get(from - 1);
                            write(folder, name, files.get(name), name.equals("whiteness") ? 1 : 0);
                        } catch (IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    },
                    progress);
        } catch (java.io.UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private float[] ones() {
        float[] ones = new float[result.mask().count()];
        java.util.Arrays.fill(ones, 1);
        return ones;
    }

    private void write(Path folder, String name, float[][] maps, float outside) throws IOException {
        NeuroImage image = source.createLike(name, maps.length);
        if (source.header().orElse(null) instanceof NiftiHeader)
            image = image.withHeader(((NiftiHeader) source.header().orElseThrow()).forResult("BoldJ " + name));
        float[] volume = new float[result.mask().grid().voxels()];
        for (int t = 0; t < maps.length; t++) {
            java.util.Arrays.fill(volume, outside);
            for (int i = 0; i < maps[t].length; i++) volume[result.mask().voxel(i)] = maps[t][i];
            image.writeVolume(t, volume);
        }
        NiftiWriter.write(
                image,
                folder.resolve(name + ".nii.gz"),
                NiftiWriter.Options.of(NiftiWriter.Type.FLOAT32),
                Progress.NONE);
    }
}
