package sc.fiji.boldj.atlas;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What would be downloaded for an atlas that is given by name.
 *
 * @param bytes the total size; 0 if every file is in the folder
 */
public record MissingFiles(long bytes, String host, Path folder) {

    /**
     * The files of an atlas that are not in the folder yet; reads no contents and connects to nothing.
     *
     * @param name as {@link TemplateFlow#isAtlas} says
     */
    public static MissingFiles of(String name, TemplateFlow.Options options) {
        Map<String, PinnedFiles.Pin> pins = PinnedFiles.all();
        String[] numbers = name.substring(name.indexOf('_') + 1).split("\\D+", 0);
        String parcels = name.startsWith("Yeo") ? "400Parcels" + numbers[0] : numbers[0] + "Parcels" + numbers[1];
        String what = "tpl-" + TemplateFlow.ATLAS_SPACE + "/tpl-" + TemplateFlow.ATLAS_SPACE;
        String rest = "atlas-Schaefer2018_desc-" + parcels + "Networks_dseg";
        long bytes = 0;
        for (String file : List.of(what + "_res-02_" + rest + ".nii.gz", what + "_" + rest + ".tsv")) {
            PinnedFiles.Pin pin = pins.get(file);
            if (pin == null) continue;
            Path there = options.cache().resolve(file);
            if (!Files.isRegularFile(there) || there.toFile().length() != pin.size()) bytes += pin.size();
        }
        return new MissingFiles(bytes, options.base().getHost(), options.cache());
    }
}
