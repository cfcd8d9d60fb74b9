package sc.fiji.boldj.ica;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.ica.GroupPca.State;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.Progress;

/**
 * Principal components of many scans as a tree of a fixed shape: 8 consecutive scans give a state ({@link GroupPca}), 8 consecutive
 * states the next, and so on; where the scans end, a state takes up fewer. The shape depends on the number of scans alone, so
 * the result is bit-identical wherever the states are computed. Immutable.
 *
 * <p>There are as many states at a time as the tree has levels: 1 for up to 8 scans, 2 for up to 64, 3 for up to 512.
 *
 * @param levels of scans taken up so far; that of level k has a multiple of 8^k scans and fewer than 8^(k + 1)
 */
public record PcaTree(List<State> levels) {

    /** Scans or states that one state takes up. */
    public static final int BRANCHES = 8;

    /** @throws IllegalArgumentException if the states are not those of a tree: a damaged file? */
    public PcaTree {
        levels = List.copyOf(levels);
        if (levels.isEmpty()) throw new IllegalArgumentException("a tree of group states needs a level");
        long unit = 1;
        for (State state : levels) {
            State first = levels.get(0);
            if (state.scans() % unit != 0 || state.scans() >= BRANCHES * unit)
                throw new IllegalArgumentException("a group state of " + state.scans()
                        + " scans cannot follow those of fewer: is its file complete?");
            if (state.voxels() != first.voxels() || state.kept() != first.kept())
                throw new IllegalArgumentException(
                        "the group states of one file differ in voxels or rows: is it complete?");
            unit *= BRANCHES;
        }
    }

    /** The tree before the first scan; see {@link GroupPca#start}. */
    public static PcaTree start(Mask mask, int kept) {
        return new PcaTree(List.of(GroupPca.start(mask, kept)));
    }

    /** Scans taken up. */
    public int scans() {
        return levels.stream().mapToInt(State::scans).sum();
    }

    /** Takes up one scan; see {@link GroupPca#add}. The old tree stays valid. */
    public PcaTree add(NeuroImage scan, Mask mask, VarianceNorm norm, Progress progress) {
        List<State> states = new ArrayList<>(levels);
        State empty = GroupPca.start(mask, states.get(0).kept());
        State full = GroupPca.add(states.get(0), scan, mask, norm, progress.stage(0, 0.8));
        long unit = BRANCHES;
        int level = 0;
        while (full.scans() == unit) {
            states.set(level++, empty);
            if (level == states.size()) states.add(empty);
            full = GroupPca.merge(states.get(level), full, progress.stage(0.8, 1));
            unit *= BRANCHES;
        }
        states.set(level, full);
        return new PcaTree(states);
    }

    /** The state of all scans. */
    public State root(Progress progress) {
        State all = levels.get(0);
        for (State earlier : levels.subList(1, levels.size())) all = GroupPca.merge(earlier, all, progress);
        return all;
    }

    /** Nodes that take up a number of scans or nodes. */
    public static int nodes(int below) {
        return (below + BRANCHES - 1) / BRANCHES;
    }
}
