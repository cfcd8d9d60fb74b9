package sc.fiji.boldj.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.scijava.plugin.Parameter;
import sc.fiji.boldj.glm.Infusion;
import sc.fiji.boldj.glm.Sampling;
import sc.fiji.boldj.glm.SlowRegressor;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.NamedFiles;
import sc.fiji.boldj.workflow.InfusionFiles;

/** Options of a first-level model for a drug that is given during the run. */
abstract class InfusionCommand extends ActivationCommand {

    @Parameter(
            label = "Infusion (.tsv)",
            description =
                    "doses during the run: onset and duration in seconds (0: bolus), total dose in mg per kg of body weight; empty: none",
            required = false,
            style = CommandKey.OPEN,
            persist = false)
    private String infusion = "";

    @Parameter(
            label = "Pharmacokinetics",
            description =
                    "clements (ketamine, two compartments), or volume (l/kg) and rates k10,k12,k21 (per minute) separated by commas, or a table of a measured curve with columns time (s) and concentration",
            required = false,
            persist = false)
    private String pharmacokinetics = InfusionFiles.CLEMENTS;

    @Parameter(
            label = "Bins (s)",
            description =
                    "width of time bins after the first dose; the effect of each is relative to the time before; 0: the plasma concentration",
            required = false,
            persist = false)
    private double bins = 0;

    @Parameter(
            label = "Regressors (.tsv)",
            description =
                    "table with one row per volume, whose columns enter the model without convolution; empty: none",
            required = false,
            style = CommandKey.OPEN,
            persist = false)
    private String regressors = "";

    /** Whether anything but events is modelled. */
    final boolean hasSlow() {
        return !(infusion + regressors).isBlank();
    }

    final List<String> slowFiles() {
        return List.of(infusion, regressors, pharmacokinetics);
    }

    /** The time courses that enter as they are. */
    final List<SlowRegressor> slow(Sampling sampling) throws IOException {
        List<SlowRegressor> slow = new ArrayList<>();
        boolean curve = InfusionFiles.isCurve(pharmacokinetics);
        if (infusion.isBlank() && (bins != 0 || curve))
            throw new IllegalArgumentException("bins and pharmacokinetics need the key infusion, the table of doses");
        if (!infusion.isBlank()) {
            Infusion doses = InfusionFiles.doses(NamedFiles.existing("infusion", infusion));
            if (bins > 0) slow.addAll(SlowRegressor.bins(doses.onset(), bins, sampling));
            else if (bins == 0) slow.add(InfusionFiles.concentration(doses, pharmacokinetics, sampling));
            else throw new IllegalArgumentException("bins must be 0 or a width in seconds, got " + bins);
        }
        if (!regressors.isBlank())
            slow.addAll(InfusionFiles.regressors(NamedFiles.existing("regressors", regressors), sampling.volumes()));
        return slow;
    }
}
