package sc.fiji.boldj.report;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.command.CommandMenu;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

class GroupPageTest {

    @TempDir
    Path folder;

    @Test
    void theBrowserShowsTheResultAndAHostilePathAsText() throws Exception {
        VoxelGrid grid = new VoxelGrid(8, 9, 7, Affine.of(3, 0, 0, -12, 0, 3, 0, -12, 0, 0, 3, -9));
        StringBuilder table = new StringBuilder("path\tgroup\n");
        double[] noise = new double[grid.voxels()];
        for (int i = 0; i < 10; i++) {
            NeuroImage map = NeuroImage.floats("map", grid, 1, SeriesTiming.UNKNOWN);
            Seeds.fillGaussian(Seeds.stream(3, i), noise);
            float[] volume = new float[noise.length];
            for (int v = 0; v < volume.length; v++)
                volume[v] = (float) (noise[v] + (i < 5 && v > 200 && v < 220 ? 5 : 0));
            map.writeVolume(0, volume);
            String name = "m" + i + "<script>document.title='run'<&script>.nii.gz";
            NiftiWriter.write(map, folder.resolve(name), NiftiWriter.Options.DEFAULT, Progress.NONE);
            table.append(name)
                    .append('\t')
                    .append(i < 5 ? "<b>drug</b>" : "placebo")
                    .append('\n');
        }
        Path list = Files.writeString(folder.resolve("trial.tsv"), table);
        Path out = folder.resolve("out");
        CommandMenu.calls()
                .run(
                        "Group Permutation Test...",
                        "inputs=[" + list + "] design=two-sample statistic=voxel output=[" + out + "]",
                        Progress.NONE);
        String html = Files.readString(out.resolve("index.html"));
        assertFalse(html.toLowerCase(Locale.ROOT).contains("<script"));
        assertFalse(html.contains("<b>"));
        String document = Browser.document(out.resolve("index.html"), folder);
        assertTrue(document.contains("m0&lt;script&gt;document.title='run'&lt;&amp;script&gt;.nii.gz"), document);
        assertTrue(document.contains("<title>Group permutation test of"), document);
        assertTrue(document.contains("252 distinct permutations"), document);
        for (String id : new String[] {"tested", "clusters", "slices", "glass", "null", "design", "methods", "inputs"})
            assertTrue(document.contains("<section id=\"" + id + "\""), id);
        String errors = Browser.errors(out.resolve("index.html"), folder);
        assertFalse(errors.contains("CONSOLE"), errors);
    }

    @Test
    void numbersOfTablesKeepTheirSize() {
        String html = GroupPage.table(
                        sc.fiji.boldj.table.Table.of(
                                List.of("volume"),
                                List.of(List.of("2520.3"), List.of("74245.5"), List.of("450.04"), List.of("0.1200"))),
                        10)
                .toString();
        for (String number : List.of(">2520<", ">74246<", ">450<", ">0.12<"))
            assertTrue(html.contains(number), number + " in " + html);
    }
}
