package sc.fiji.boldj.workflow.group;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.boldj.workflow.option.Option;
import sc.fiji.boldj.workflow.option.PathKind;
import sc.fiji.boldj.workflow.protocol.QualityRules;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;
import sc.fiji.boldj.workflow.study.GroupOption;
import sc.fiji.boldj.workflow.study.GroupOptions;
import sc.fiji.boldj.workflow.study.ParticipantOptions;

/** The options of a call that a protocol determines. */
public final class ProtocolOptions {

    /** What the protocol declares instead. */
    private static final List<Option<?>> REPLACED = List.of(
            GroupOption.DESIGN,
            GroupOption.CONTRAST,
            GroupOption.COVARIATES,
            GroupOption.TASK,
            GroupOption.MAPS,
            GroupOption.VISITS,
            GroupOption.PERMUTATIONS,
            GroupOption.ALPHA,
            GroupOption.SEED);

    private ProtocolOptions() {}

    /** Keys of the group level that an analysis with a protocol does not use. */
    static List<String> replaced() {
        List<String> keys = new ArrayList<>(REPLACED.stream().map(Option::key).toList());
        keys.add(GroupOption.OUTCOME.key());
        return keys;
    }

    /**
     * The options of the participant level: those of the call, with what the protocol declares.
     *
     * @throws IOException if the call says otherwise than the protocol, naming the key and both values
     */
    public static ParticipantOptions participant(TrialProtocol protocol, ParticipantOptions given) throws IOException {
        Map<String, Object> said = given.toMap();
        Map<String, Object> standard = ParticipantOptions.DEFAULT.toMap();
        Map<String, Object> declared = new LinkedHashMap<>(protocol.preprocessing());
        for (Map.Entry<String, Object> each : declared.entrySet()) {
            Object own = said.get(each.getKey());
            if (!isSame(each.getKey(), own, each.getValue()) && !own.equals(standard.get(each.getKey())))
                throw new IOException("the protocol declares " + each.getKey() + "=" + each.getValue()
                        + " for the participant level, but the call says " + own + ": remove the key, or run what was"
                        + " declared");
        }
        return given.given(declared);
    }

    /** Whether two values are equal; for paths, whether both lead to the same file. */
    private static boolean isSame(String key, Object one, Object other) {
        boolean path = ParticipantOptions.ALL.all().stream()
                .anyMatch(option -> option.key().equals(key) && option.pathKind() != PathKind.NONE);
        if (!path || one.equals("") || other.equals("")) return one.equals(other);
        return absolute(one).equals(absolute(other));
    }

    private static Path absolute(Object path) {
        return Path.of(path.toString()).toAbsolutePath().normalize();
    }

    /**
     * The options of the group level: the rules of exclusion that the protocol declares.
     *
     * @throws IOException if the call gives a key that the protocol replaces
     */
    public static GroupOptions group(TrialProtocol protocol, GroupOptions given) throws IOException {
        Map<String, Object> said = given.toMap();
        Map<String, Object> standard = GroupOptions.DEFAULT.toMap();
        for (Option<?> option : REPLACED)
            if (!said.get(option.key()).equals(standard.get(option.key())))
                throw new IOException(option.key() + ": the protocol declares what is tested; remove the key");
        QualityRules rules = protocol.quality();
        GroupOptions options = given;
        options = ruled(options, GroupOption.MAX_FD, rules.maxMeanFd2s());
        options = ruled(options, GroupOption.MIN_DOF, rules.minDegreesOfFreedom());
        return ruled(options, GroupOption.MIN_COVERAGE, rules.minCoverage());
    }

    private static GroupOptions ruled(GroupOptions options, Option<Double> option, double declared) throws IOException {
        if (Double.isNaN(declared)) return options;
        double said = options.get(option);
        if (said != declared && said != option.standard())
            throw new IOException("the protocol declares " + option.key() + "=" + declared + ", but the call says "
                    + said + ": remove the key");
        return options.with(option, declared);
    }
}
