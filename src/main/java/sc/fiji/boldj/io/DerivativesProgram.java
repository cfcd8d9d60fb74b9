package sc.fiji.boldj.io;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Name and version of the program that made derivatives, from their {@code dataset_description.json}. */
final class DerivativesProgram {

    private static final String UNNAMED = "an unnamed program";

    private DerivativesProgram() {}

    /** Of a folder, or of the folder {@code fmriprep} in it. */
    static String of(Path root) throws IOException {
        for (Path folder : List.of(root, root.resolve("fmriprep"))) {
            Path file = folder.resolve("dataset_description.json");
            if (!Files.isRegularFile(file)) continue;
            JsonNode content = JsonFile.read(file);
            JsonNode made = content.path("GeneratedBy").path(0); // since 20.2
            if (made.path("Name").isMissingNode()) made = content.path("PipelineDescription");
            if (made.path("Name").isMissingNode()) continue;
            String version = made.path("Version").asText("");
            return (made.path("Name").asText() + " " + version).strip();
        }
        return UNNAMED;
    }
}
