package sc.fiji.boldj.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.scijava.plugin.Parameter;
import sc.fiji.boldj.group.DesignTable;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.Equivalence;
import sc.fiji.boldj.workflow.GroupExtras;
import sc.fiji.boldj.workflow.SiteChoice;

/** Options of map tests for trials: baseline maps, missing visits, sites, and evidence of absence. */
abstract class GroupModelCommand extends GroupTestCommand {

    static final String SANDWICH = "sandwich";

    @Parameter(
            label = "Covariate maps",
            description =
                    "voxelwise covariate, such as the baseline maps for tests of follow-up maps: a table column with paths, or a 4-D image or a list with one map per input",
            required = false,
            persist = false)
    private String covariateMaps = "";

    @Parameter(
            label = "Margin",
            description = "equivalence margin for two one-sided tests; 0: no test",
            required = false,
            persist = false)
    private double margin = 0;

    @Parameter(
            label = "Margin unit",
            description =
                    "unit of the margin: that of the contrast of the maps, or standard deviations of the residuals",
            choices = {"input", "sd"},
            required = false,
            persist = false)
    private String marginUnit = "input";

    @Parameter(
            label = "Equivalence correction",
            description = "correction of the equivalence tests over voxels and over regions",
            choices = {"holm", "fdr", "none"},
            required = false,
            persist = false)
    private String equivalenceCorrection = "holm";

    @Parameter(
            label = "Bayes scale",
            description = "prior scale of the standardised effect for JZS Bayes factors, such as 0.7071; 0: none",
            required = false,
            persist = false)
    private double bayesScale = 0;

    @Parameter(
            label = "Model",
            description =
                    "permutation, or the sandwich estimator with a wild bootstrap, for repeated measures with missing visits",
            choices = {"permutation", SANDWICH},
            required = false,
            persist = false)
    private String model = "permutation";

    @Parameter(
            label = "Subject",
            description = "column of the participant for model=sandwich; empty: subject or participant_id",
            required = false,
            persist = false)
    private String subject = "";

    @Parameter(
            label = "Visit",
            description = "column of the visit for model=sandwich; empty: visit, session or period",
            required = false,
            persist = false)
    private String visit = "";

    @Parameter(
            label = "Harmonise",
            description = "combat: site differences in mean and variance are removed, estimated without the groups",
            choices = {"none", "combat"},
            required = false,
            persist = false)
    private String harmonise = "none";

    @Parameter(
            label = "Site",
            description =
                    "column of the site: observations are permuted within sites, and sites are covariates; empty: none",
            required = false,
            persist = false)
    private String site = "";

    final boolean isSandwich() {
        return model.equals(SANDWICH);
    }

    final String subject() {
        return subject;
    }

    final String visit() {
        return visit;
    }

    final String covariateMaps() {
        return covariateMaps.strip();
    }

    /** The table, covariates and blocks with sites. */
    final SiteChoice sites(Optional<DesignTable> table, String design, String covariates, String blocks) {
        if (harmonise.equals("combat") && site.isBlank())
            throw new IllegalArgumentException("harmonise=combat needs the key site, the column of the site");
        return SiteChoice.of(table, site.strip(), new SiteChoice.Asked(design, covariates, blocks, isSandwich()));
    }

    /** What the test uses beside maps and design. */
    final GroupExtras extras(GroupInputs in, SiteChoice sites, String covariates, Progress progress)
            throws IOException {
        if (!isSandwich() && !(subject + visit).isBlank())
            throw new IllegalArgumentException(
                    "subject and visit are for model=sandwich; other designs read the column subject of the table");
        List<NeuroImage> maps =
                covariateMaps.isBlank() ? null : in.further("covariate_maps", covariateMaps.strip(), progress);
        List<String> preserved = new ArrayList<>();
        GroupExtras.Sites combat =
                harmonise.equals("combat") ? sites.harmonised(in.folder(), covariates, preserved) : null;
        GroupExtras.Evidence evidence = new GroupExtras.Evidence(
                margin,
                marginUnit.equals("sd"),
                Equivalence.Correction.valueOf(equivalenceCorrection.toUpperCase(Locale.ROOT)),
                bayesScale);
        return new GroupExtras(maps, combat, margin > 0 || bayesScale > 0 ? evidence : null);
    }
}
