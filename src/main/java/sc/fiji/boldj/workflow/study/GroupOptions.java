package sc.fiji.boldj.workflow.study;

import java.util.Map;
import sc.fiji.boldj.workflow.option.Option;
import sc.fiji.boldj.workflow.option.OptionSet;
import sc.fiji.boldj.workflow.option.Options;

/** How a trial is analysed: values of the options that {@link GroupOption} declares. Immutable. */
public final class GroupOptions extends Options<GroupOptions> {

    /** What there is to choose. */
    public static final OptionSet ALL = OptionSet.declaredIn(GroupOption.class);

    /** Two cingulate and default-mode maps, 5000 shufflings. */
    public static final GroupOptions DEFAULT = new GroupOptions(Map.of());

    private GroupOptions(Map<Option<?>, Object> values) {
        super(ALL, values);
    }

    @Override
    protected GroupOptions of(Map<Option<?>, Object> other) {
        return new GroupOptions(other);
    }
}
