package sc.fiji.boldj.workflow.provenance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import sc.fiji.boldj.run.Progress;

/**
 * A piece of a study that reads files and writes files.
 *
 * <p>What it writes may depend on nothing but the bytes of its inputs, its options and the program, so that it need not
 * be done twice. A new version of what a step computes needs another option or another program.
 *
 * @param name unique within a study, such as {@code sub-01/ses-1/realign}
 * @param options all that changes what is written
 * @param inputs files that exist before, or that earlier steps write
 * @param outputs files it writes, each whole or not at all
 * @param optional outputs that the step may do without: removed before it, and logged if they are there after it
 * @param passing outputs that only later steps read: they are removed when all is done, and made again if need be
 * @param body the work
 */
public record Step(
        String name,
        SortedMap<String, Object> options,
        List<Path> inputs,
        List<Path> outputs,
        Set<Path> optional,
        Set<Path> passing,
        Body body) {

    /** The work of a step. */
    @FunctionalInterface
    public interface Body {
        /**
         * Reads the inputs and writes the outputs.
         *
         * @throws IOException if a file cannot be read or written
         */
        void run(Progress progress) throws IOException;
    }

    public Step {
        options = new TreeMap<>(options);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        optional = Set.copyOf(optional);
        passing = Set.copyOf(passing);
        if (outputs.isEmpty()) throw new IllegalArgumentException("step " + name + " writes nothing");
        if (new HashSet<>(outputs).size() < outputs.size())
            throw new IllegalArgumentException("step " + name + " writes a file twice");
        if (!new HashSet<>(outputs).containsAll(optional))
            throw new IllegalArgumentException("step " + name + " may do without a file that it does not write");
        if (!new HashSet<>(outputs).containsAll(passing))
            throw new IllegalArgumentException("step " + name + " passes on a file that it does not write");
    }

    /** A step all of whose outputs are kept. */
    public static Step of(String name, Map<String, ?> options, List<Path> inputs, List<Path> outputs, Body body) {
        return of(name, options, inputs, outputs, List.of(), body);
    }

    /** A step that writes some files always and others in some cases only. */
    public static Step of(
            String name, Map<String, ?> options, List<Path> inputs, List<Path> always, List<Path> optional, Body body) {
        List<Path> outputs = new ArrayList<>(always);
        outputs.addAll(optional);
        return new Step(name, new TreeMap<>(options), inputs, outputs, Set.copyOf(optional), Set.of(), body);
    }

    /** The same step, some of whose outputs only later steps read. */
    public Step passing(Path... files) {
        return new Step(name, options, inputs, outputs, optional, Set.of(files), body);
    }
}
