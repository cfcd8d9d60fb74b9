package sc.fiji.boldj.command;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.host.BoldCommand;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.TransformFiles;
import sc.fiji.boldj.io.TsvTable;
import sc.fiji.boldj.preprocess.Realignment;
import sc.fiji.boldj.qc.FramewiseDisplacement;
import sc.fiji.boldj.run.Progress;

/** Estimates head motion and brings every volume back to the reference. */
@Plugin(type = Command.class, name = "Realign Head Motion...", headless = true)
public final class RealignCommand extends BoldCommand {

    @Parameter(label = "Series", description = "raw BOLD series", persist = false)
    private ImagePlus input;

    @Parameter(
            label = "Reference",
            description = "robust (fewest outliers), first, middle, mean, or the number of a volume from 0",
            persist = false)
    private String reference = "robust";

    @Parameter(
            label = "Passes",
            description = "1: to the reference volume; 2: again to the mean of the realigned volumes",
            persist = false)
    private int passes = 2;

    @Parameter(
            label = "Motion (.tsv)",
            description = "table of motion to write: mm, rad, framewise displacement",
            required = false,
            style = CommandKey.SAVE,
            persist = false)
    private String motion = "";

    @Parameter(
            label = "Transforms (.txt)",
            description =
                    "4x4 matrices to write, one a volume, RAS mm, from the reference to the volume; ITK in a second"
                            + " file that ends in _itk.txt",
            required = false,
            style = CommandKey.SAVE,
            persist = false)
    private String transforms = "";

    @Parameter(label = "Reslice", description = "make the realigned series; false: only estimate", persist = false)
    private boolean reslice = true;

    @Parameter(label = "Title of the result", description = "title of the result", required = false, persist = false)
    private String result = "";

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus realigned;

    @Override
    public void execute(Progress progress) throws IOException {
        NeuroImage source = ImageDoor.readSeries(input);
        Realignment.Options options = options();
        Realignment.Motion found;
        if (reslice) {
            NeuroImage target = ImageDoor.create(source, result, "realigned", source.volumes());
            found = Realignment.correct(source, options, target, progress);
            realigned = ImageDoor.toImagePlus(target);
        } else found = Realignment.estimate(source, options, progress);
        if (!motion.isBlank()) writeMotion(found);
        if (!transforms.isBlank()) writeTransforms(Path.of(transforms), found.maps());
    }

    private Realignment.Options options() {
        Realignment.Options options =
                new Realignment.Options(Realignment.Reference.ROBUST, 0, passes, Interpolation.QUINTIC);
        switch (reference) {
            case "robust" -> {
                return options;
            }
            case "first" -> {
                return options.withReference(Realignment.Reference.FIRST);
            }
            case "middle" -> {
                return options.withReference(Realignment.Reference.MIDDLE);
            }
            case "mean" -> {
                return options.withReference(Realignment.Reference.MEAN);
            }
            default -> {
                try {
                    return options.withReference(Integer.parseInt(reference.strip()));
                } catch (NumberFormatException e) {
                    throw new IllegalArgumentException(
                            "key 'reference' is '" + reference
                                    + "' but must be robust, first, middle, mean or the number of a volume from 0",
                            e);
                }
            }
        }
    }

    private void writeMotion(Realignment.Motion found) throws IOException {
        double[][] parameters = found.parameters();
        TsvTable table = MotionTable.of(parameters)
                .add("framewise_displacement", FramewiseDisplacement.power(parameters))
                .build();
        Map<String, Object> words = new TreeMap<>();
        words.put("ReferenceVolume", found.reference());
        words.put("CentreRASmm", found.centre());
        words.put("Passes", passes);
        words.put("VolumesNotConverged", notConverged(found));
        TableFiles.write(Path.of(motion), table, words);
    }

    private static int notConverged(Realignment.Motion found) {
        return (int) found.fits().stream().filter(fit -> !fit.converged()).count();
    }

    private static void writeTransforms(Path file, List<Affine> maps) throws IOException {
        TransformFiles.writePlain(file, maps);
        String name = file.getFileName().toString().replaceAll("(?i)\\.txt$", "");
        TransformFiles.writeItk(file.resolveSibling(name + "_itk.txt"), maps);
    }
}
