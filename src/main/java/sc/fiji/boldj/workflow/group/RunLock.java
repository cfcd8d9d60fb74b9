package sc.fiji.boldj.workflow.group;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.workflow.lock.Allocation;
import sc.fiji.boldj.workflow.lock.ConditionCodes;
import sc.fiji.boldj.workflow.lock.LockStatement;
import sc.fiji.boldj.workflow.lock.LockedTrial;
import sc.fiji.boldj.workflow.lock.ScrambledAllocation;
import sc.fiji.boldj.workflow.lock.TrialSeal;
import sc.fiji.boldj.workflow.protocol.AnalysisSet;
import sc.fiji.boldj.workflow.protocol.Factor;
import sc.fiji.boldj.workflow.protocol.ProtocolFile;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;
import sc.fiji.boldj.workflow.study.GroupOption;
import sc.fiji.boldj.workflow.study.GroupOptions;
import sc.fiji.boldj.workflow.study.TableCells;
import sc.fiji.boldj.workflow.trial.ScanEndpoints;
import sc.fiji.boldj.workflow.trial.TrialSessions;

/** What the lock of a trial and the key {@code allocation} mean for a group analysis. */
final class RunLock {

    private final Optional<LockedTrial> trial;
    private final String given;
    private final boolean scrambled;
    private final Path dataset;

    /** @param dataset root of the dataset */
    RunLock(Optional<LockedTrial> trial, GroupOptions options, Path dataset) {
        this.trial = trial;
        this.dataset = dataset;
        this.given = options.get(GroupOption.PROTOCOL);
        this.scrambled = options.get(GroupOption.ALLOCATION).equals("scrambled");
    }

    /** Words that are no change. */
    @FunctionalInterface
    interface Change {
        String words() throws IOException;
    }

    /** The protocol of the call; without one, that which was locked. */
    ProtocolFile protocol() throws IOException {
        if (!given.isEmpty()) return ProtocolFile.read(Path.of(given), dataset);
        return trial.orElseThrow(() -> new IOException("protocol: none is given, and none was locked"))
                .protocol();
    }

    boolean isScrambled() {
        return scrambled;
    }

    /** The dataset with the allocation that is analysed. */
    BidsDataset applied(BidsDataset dataset, ProtocolFile protocol) throws IOException {
        return scrambled ? ScrambledAllocation.applied(dataset, protocol.protocol()) : unblinded(dataset, trial);
    }

    /** The dataset with the allocation that was opened; as it is if none was. */
    static BidsDataset unblinded(BidsDataset dataset, Optional<LockedTrial> trial) throws IOException {
        if (trial.isEmpty() || trial.get().unblinding().isEmpty()) return dataset;
        return Allocation.read(
                        trial.get().allocationFile(), trial.get().protocol().protocol())
                .applied(dataset);
    }

    /** The allocation that was opened and is analysed. */
    Optional<Path> allocationFile() {
        return scrambled
                ? Optional.empty()
                : trial.filter(own -> own.unblinding().isPresent()).map(LockedTrial::allocationFile);
    }

    ConditionCodes codes() {
        return trial.map(LockedTrial::codes).orElse(ConditionCodes.NONE);
    }

    /**
     * Records exclusions while the trial is blinded.
     *
     * @throws IOException if the trial is blinded and the allocation is not scrambled
     */
    void record(ScanEndpoints endpoints, TrialSessions sessions, ProtocolFile protocol, String program)
            throws IOException {
        if (trial.isEmpty() || !trial.get().isBlind()) return;
        TrialSeal.record(trial.get(), exclusions(endpoints, sessions, protocol.protocol()), program);
        if (!scrambled) throw refusal(trial.get());
    }

    static IOException refusal(LockedTrial trial) {
        return new IOException(
                trial.output() + ": the trial is blinded, so arms are not compared: 'boldj unblind' opens the"
                        + " allocation, and allocation=scrambled tries the analysis on treatments assigned at random (exclusions"
                        + " are recorded by every call)");
    }

    /** Excluded sessions with their reasons, and the members of the analysis sets whose rules do not ask for treatments. */
    private static Map<String, String> exclusions(
            ScanEndpoints endpoints, TrialSessions sessions, TrialProtocol protocol) {
        Map<String, String> all = new TreeMap<>(endpoints.exclusions());
        String column =
                protocol.factor(Factor.Role.TREATMENT).map(Factor::column).orElse("");
        for (AnalysisSet set : protocol.sets().values()) {
            boolean asks = java.util.stream.Stream.concat(set.include().stream(), set.exclude().stream())
                    .anyMatch(rule -> TableCells.plain(rule.column()).equals(TableCells.plain(column)));
            if (!asks) all.put(LockStatement.SET + set.name(), String.join(", ", sessions.subjects(set)));
        }
        return all;
    }

    /**
     * What the page says of the lock.
     *
     * @param options of the step
     * @param unlocked what is said of the protocol where none was locked
     */
    LockStatement statement(
            ProtocolFile protocol,
            Map<String, Object> options,
            ScanEndpoints endpoints,
            TrialSessions sessions,
            Change unlocked)
            throws IOException {
        LockStatement statement = trial.isEmpty()
                ? LockStatement.changed(unlocked.words())
                : LockStatement.of(
                        trial.get(),
                        new LockStatement.Analysis(
                                protocol, options, exclusions(endpoints, sessions, protocol.protocol())));
        return scrambled ? statement.scrambled() : statement;
    }
}
