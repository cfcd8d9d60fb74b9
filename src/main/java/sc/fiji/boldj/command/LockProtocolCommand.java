package sc.fiji.boldj.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.MacroArguments;
import sc.fiji.boldj.host.ReportingCommand;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Version;
import sc.fiji.boldj.workflow.group.ProtocolOptions;
import sc.fiji.boldj.workflow.lock.LockedTrial;
import sc.fiji.boldj.workflow.lock.TrialSeal;
import sc.fiji.boldj.workflow.protocol.ProtocolFile;
import sc.fiji.boldj.workflow.study.GroupOptions;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.trial.ProtocolNodes;

/** Locks the protocol of a trial, and with an allocation that a third person keeps, blinds it. */
@Plugin(type = Command.class, name = "Lock Protocol...", headless = true)
public final class LockProtocolCommand extends ReportingCommand {

    @Parameter(
            label = "Protocol",
            description = "JSON file that declares the trial",
            style = CommandKey.OPEN,
            persist = false)
    private String protocol = "";

    @Parameter(
            label = "Results",
            description = "folder for the results of the trial; may not exist yet",
            style = CommandKey.FOLDER,
            persist = false)
    private String output = "";

    @Parameter(
            label = "Allocation (.tsv)",
            description = "who is given what, kept by a third person; only its salted SHA-256 is stored; empty: the"
                    + " trial is not blinded",
            style = CommandKey.OPEN,
            required = false,
            persist = false)
    private String allocation = "";

    @Parameter(
            label = "Person",
            description = "who locks; empty: the account of the computer",
            required = false,
            persist = false)
    private String person = "";

    @Parameter(
            label = "Options",
            description = "options of the participant and group level that are locked and not in the protocol:"
                    + " key=value, separated by spaces; those not named are locked at their defaults",
            required = false,
            persist = false)
    private String options = "";

    @Override
    public void execute(Progress progress) throws IOException {
        ProtocolFile file = ProtocolFile.read(Path.of(protocol.strip())).requireDecided();
        Map<String, Object> said = given(options);
        Map<String, Object> all = new TreeMap<>(ProtocolOptions.participant(
                        file.protocol(),
                        ParticipantOptions.DEFAULT.given(levels(said, ParticipantOptions.DEFAULT.toMap())))
                .toMap());
        all.putAll(ProtocolOptions.group(
                        file.protocol(), GroupOptions.DEFAULT.given(levels(said, GroupOptions.DEFAULT.toMap())))
                .toMap());
        ProtocolNodes.require(file.protocol());
        ProtocolNodes.record(file.protocol(), all);
        LockedTrial trial = TrialSeal.lock(
                Path.of(output.strip()),
                new TrialSeal.Request(
                        file,
                        all,
                        allocation.isBlank() ? Optional.empty() : Optional.of(Path.of(allocation.strip())),
                        person,
                        "BoldJ " + Version.text()));
        say(trial.words() + "\nSHA-256 of the protocol: " + file.digest());
    }

    /** The keys of both levels as the commands read them. */
    private static Map<String, Object> given(String text) {
        Map<String, Object> given = new TreeMap<>();
        MacroArguments.parse(text, name -> null).forEach((name, value) -> {
            CommandKey key = CommandMenu.table().spec("RunGroupCommand").keys().stream()
                    .filter(each -> each.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "key 'options' names '" + name + "', which is not a key of Run Group..."));
            given.put(name, key.parse(value));
        });
        return given;
    }

    private static Map<String, Object> levels(Map<String, Object> said, Map<String, Object> known) {
        Map<String, Object> own = new TreeMap<>(said);
        own.keySet().retainAll(known.keySet());
        return own;
    }
}
