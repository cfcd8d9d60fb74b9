package sc.fiji.boldj;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.workflow.participant.MapStep;
import sc.fiji.boldj.workflow.study.ComputedMap;
import sc.fiji.boldj.workflow.study.SeedMap;
import sc.fiji.boldj.workflow.study.SpatialMaps;
import sc.fiji.boldj.workflow.study.TrialMap;

/**
 * How far a reader walks to follow the map of a user's seed from the options to its file.
 *
 * <p>The walk begins at {@link MapStep#steps} and reads each method from its first line to its last. It follows every call into a
 * method of {@code workflow}, and a call of a map's interface into {@link SeedMap}; the branches of other maps are not walked. A
 * method of a lower layer is looked up, but not followed. A place is a class with the name of a method; a method that calls
 * nothing but Java, such as an accessor, explains itself and is none. A return is a place whose layer, as in {@link
 * ArchitectureTest}, is above that of the place before it.
 */
class WalkTest {

    private static final int MOST_PLACES = 49;
    private static final int MOST_RETURNS = 5;
    private static final String ROOT = "sc.fiji.boldj.";
    private static final List<List<String>> LAYERS = List.of(
            List.of("run"),
            List.of("table"),
            List.of("linalg", "signal", "stats"),
            List.of("image"),
            List.of("io"),
            List.of("atlas"),
            List.of("preprocess", "denoise", "connectivity", "registration", "ica", "qc"),
            List.of("workflow"));

    private final Set<String> places = new LinkedHashSet<>();
    private final Set<String> walked = new HashSet<>();
    private final List<String> lines = new ArrayList<>();
    private int returns;
    private int before = LAYERS.size();

    private static int layer(JavaClass type) {
        String name = type.getPackageName().substring(ROOT.length() - 1) + ".";
        for (int i = 0; i < LAYERS.size(); i++)
            for (String each : LAYERS.get(i)) if (name.startsWith("." + each + ".")) return i;
        throw new AssertionError("no layer of " + type.getName());
    }

    private static boolean otherMaps(JavaCodeUnit unit) {
        Class<?> owner = unit.getName().equals("main") ? MapStep.class : SpatialMaps.class;
        return Set.of("main", "components").contains(unit.getName())
                && unit.getOwner().isEquivalentTo(owner);
    }

    /** The method of the seed's map that a call of an interface of maps reaches. */
    private static JavaCodeUnit reached(JavaCodeUnit unit) {
        boolean map = unit.getOwner().isEquivalentTo(ComputedMap.class)
                || unit.getOwner().isEquivalentTo(TrialMap.class);
        return !map
                ? unit
                : CompiledCode.CLASSES.get(SeedMap.class).getMethods().stream()
                        .filter(own -> own.getName().equals(unit.getName()))
                        .filter(own -> !own.getModifiers().contains(JavaModifier.SYNTHETIC))
                        .map(JavaCodeUnit.class::cast)
                        .findFirst()
                        .orElse(unit);
    }

    private static boolean explainsItself(JavaCodeUnit unit) {
        Set<? extends JavaAccess<?>> calls = unit.getCallsFromSelf();
        if (unit.isConstructor())
            return unit.getOwner().isRecord()
                    || calls.stream()
                            .noneMatch(call -> call.getTargetOwner().getName().startsWith(ROOT));
        return calls.isEmpty() || (unit.getOwner().isEnum() && unit.getName().equals("values"));
    }

    private void walk(JavaCodeUnit unit, int depth) {
        if (layer(unit.getOwner()) == 0 || otherMaps(unit) || !walked.add(unit.getFullName())) return;
        String file = unit.getOwner().getName().replaceFirst("\\$.*", "");
        int layer = layer(unit.getOwner());
        if (!explainsItself(unit) && places.add(file + "." + unit.getName())) {
            if (layer > before) returns++;
            lines.add("  ".repeat(depth) + file.substring(ROOT.length()) + "." + unit.getName()
                    + (layer > before ? " (back up)" : ""));
            before = layer;
        }
        if (layer < LAYERS.size() - 1) return;
        List<JavaAccess<?>> calls = new ArrayList<>(unit.getCallsFromSelf());
        calls.addAll(unit.getCodeUnitReferencesFromSelf());
        calls.sort(Comparator.<JavaAccess<?>>comparingInt(JavaAccess::getLineNumber)
                .thenComparing(call -> call.getTarget().getFullName()));
        for (JavaAccess<?> call : calls)
            if (call.getTargetOwner().getName().startsWith(ROOT))
                ((CodeUnitAccessTarget) call.getTarget())
                        .resolveMember()
                        .ifPresent(next -> walk(reached(next), depth + 1));
    }

    @Test
    void aMapIsFollowedFromOptionsToFile() {
        CompiledCode.CLASSES.get(MapStep.class).getMethods().stream()
                .filter(method -> method.getName().equals("steps"))
                .forEach(method -> walk(method, 0));
        String figure = places.size() + " places, " + returns + " returns:\n" + String.join("\n", lines);
        for (String must : List.of("SeedMap.compute", "SeedCorrelation.of", "NiftiWriter.write", "JsonFile.write"))
            assertTrue(places.stream().anyMatch(place -> place.endsWith("." + must)), must + " is not in " + figure);
        assertTrue(places.size() <= MOST_PLACES, figure);
        assertTrue(returns <= MOST_RETURNS, figure);
    }
}
