package sc.fiji.boldj.command;

import ij.IJ;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import sc.fiji.boldj.explore.study.StudyEngine;
import sc.fiji.boldj.explore.study.StudyWindow;
import sc.fiji.boldj.host.CommandDialog;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.CommandSpec;
import sc.fiji.boldj.host.CommandTable;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.participant.Cohort;
import sc.fiji.boldj.workflow.participant.ParticipantRun;
import sc.fiji.boldj.workflow.provenance.StepRunner;
import sc.fiji.boldj.workflow.study.ParticipantOptions;

/** Gives the study window access to the commands. */
final class StudyDoor implements StudyEngine, StudyWindow.Dialogs {

    private static final String LABEL = "Run Participant...";
    private static final List<String> OWN = List.of("bids", "output", "participant", "jobs");

    private final CommandTable table = CommandMenu.table();

    private CommandSpec spec() {
        return table.spec(table.entries().get(LABEL).commandClass());
    }

    @Override
    public Study open(Place place, Progress progress) throws IOException {
        Map<String, Object> typed = new HashMap<>();
        Map<String, CommandKey> keys = new HashMap<>();
        for (CommandKey key : spec().keys()) keys.put(key.name(), key);
        place.options().forEach((name, value) -> {
            if (!keys.containsKey(name)) throw new IllegalArgumentException("unknown key '" + name + "'");
            typed.put(name, keys.get(name).parse(value));
        });
        ParticipantCall call = new ParticipantCall(
                place.bids(),
                place.output(),
                ParticipantOptions.DEFAULT.given(typed),
                place.options().getOrDefault("protocol", ""),
                progress);
        return new Study() {
            @Override
            public ParticipantRun participants() {
                return call.participants();
            }

            @Override
            public void process(
                    List<String> subjects, Function<String, StepRunner.Listener> listeners, Progress progress)
                    throws IOException {
                call.process(new Cohort(subjects, 1), listeners, progress);
            }
        };
    }

    @Override
    public Map<String, String> options(Place place) {
        Map<String, String> values = new LinkedHashMap<>();
        for (CommandKey key : spec().keys()) values.put(key.name(), key.defaultText());
        values.putAll(place.options());
        values.put("bids", place.bids().toString());
        values.put("output", place.output().toString());
        Map<String, String> asked =
                new CommandDialog(LABEL, spec(), table.page(LABEL).orElse("")).askAgain(values, "");
        if (asked == null) return null;
        Map<String, String> changed = new LinkedHashMap<>();
        for (CommandKey key : spec().keys()) {
            String value = asked.getOrDefault(key.name(), "");
            if (!OWN.contains(key.name()) && !value.equals(key.defaultText())) changed.put(key.name(), value);
        }
        return changed;
    }

    @Override
    public void call(String label, Place place) {
        CommandSpec spec = table.spec(table.entries().get(label).commandClass());
        Map<String, String> values = new LinkedHashMap<>();
        for (CommandKey key : spec.keys()) values.put(key.name(), key.defaultText());
        for (CommandKey key : spec.keys())
            if (place.options().containsKey(key.name()))
                values.put(key.name(), place.options().get(key.name()));
        values.put("bids", place.bids().toString());
        values.put("output", label.equals("Run Group...") ? place.output().toString() : "");
        CommandDialog.preset(label, spec, values);
        IJ.doCommand(label);
    }
}
