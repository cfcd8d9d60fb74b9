package sc.fiji.boldj.workflow.study;

import java.nio.file.Path;
import java.util.Optional;
import sc.fiji.boldj.stats.FileLabels;
import sc.fiji.boldj.stats.NameList;

/**
 * The effect of a contrast of a task in percent signal change.
 *
 * @param given the contrast as the user gave it: its name or its label, perhaps in double quotes
 */
public record TaskMap(String given) implements TrialMap {

    /** What the name of such a map begins with. */
    static final String PREFIX = "glm-";

    /** @param given a contrast; empty if it is blank */
    static Optional<TaskMap> parse(String given) {
        TaskMap map = new TaskMap(given);
        return map.contrast().isBlank() ? Optional.empty() : Optional.of(map);
    }

    /** The name or label of the contrast, without quotes. */
    String contrast() {
        return NameList.unquoted(given.strip());
    }

    @Override
    public String label() {
        return PREFIX + given;
    }

    @Override
    public String folder() {
        return PREFIX + FileLabels.of(contrast());
    }

    @Override
    public Path file(ScanFiles run) {
        return TaskFiles.percent(run, contrast());
    }

    @Override
    public String description() {
        return "effect of the contrast: of conditions at the peak of the response to one event of median duration, of an infusion at the largest concentration of the run or in a time bin";
    }

    @Override
    public String unit() {
        return "percent of the mean of the voxel";
    }

    @Override
    public String direction() {
        return "a larger response in the conditions with positive weights";
    }

    @Override
    public Source source() {
        return Source.TASK_MODEL;
    }

    @Override
    public boolean isInEveryRun() {
        return false;
    }

    @Override
    public Optional<String> unavailable(ParticipantOptions options) {
        return options.get(ParticipantOption.TASK_MODEL)
                ? Optional.empty()
                : Optional.of("task_model is false: tasks are not modelled");
    }
}
