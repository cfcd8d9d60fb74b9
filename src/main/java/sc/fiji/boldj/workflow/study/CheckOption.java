package sc.fiji.boldj.workflow.study;

import sc.fiji.boldj.workflow.option.Option;
import sc.fiji.boldj.workflow.option.OptionSet;

/** The options of the participant level that decide how long a run must be, for the check of a dataset before it. */
public final class CheckOption {

    public static final Option<String> COLUMNS = ParticipantOption.COLUMNS.described(
            "what the participant level will regress out; runs that are too short for it are reported");

    public static final Option<Double> LOW = ParticipantOption.LOW.described("lower limit of its pass band; 0: none");

    public static final Option<Double> HIGH = ParticipantOption.HIGH.described("upper limit of its pass band; 0: none");

    public static final Option<Integer> DUMMY_SCANS =
            ParticipantOption.DUMMY_SCANS.described("non-steady-state volumes that it will exclude; -1: detect them");

    public static final Option<String> PROTOCOL = GroupOption.PROTOCOL.described(
            "JSON file that declares the trial; everything it needs that is missing in the dataset is reported; empty: none");

    /** All of them. */
    public static final OptionSet ALL = OptionSet.declaredIn(CheckOption.class);

    private CheckOption() {}
}
