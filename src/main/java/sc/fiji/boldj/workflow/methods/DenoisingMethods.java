package sc.fiji.boldj.workflow.methods;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sc.fiji.boldj.denoise.ConfoundStrategy;
import sc.fiji.boldj.denoise.Scrub;
import sc.fiji.boldj.workflow.MethodsText;
import sc.fiji.boldj.workflow.Reference;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;

/** Describes for a paper what was regressed out, filtered and censored. */
final class DenoisingMethods {

    private final ParticipantOptions options;
    private final List<SeriesFacts.Denoising> series;

    DenoisingMethods(ParticipantOptions options, List<SeriesFacts> series) {
        this.options = options;
        this.series = series.stream().map(SeriesFacts::denoising).toList();
    }

    void regression(MethodsText text) {
        ConfoundWords confounds = new ConfoundWords(
                series.stream().map(SeriesFacts.Denoising::confounds).toList());
        List<String> out = new ArrayList<>();
        String words = confounds.words(text);
        if (!words.isEmpty()) out.add(words);
        out.add("a linear trend");
        String band = band();
        boolean filtered = !band.isEmpty();
        boolean joint = options.get(ParticipantOption.FILTER).equals("fourier");
        if (filtered && joint) out.add("sines and cosines of all frequencies " + band);
        if (filtered && !joint)
            text.add(
                    "Frequencies %s were attenuated in each run and its confounds alike by a Butterworth filter of order 5,"
                            + " applied forwards and backwards.",
                    band);
        text.add(
                "The following were regressed out of each run in a single model%s: %s.",
                filtered ? text.cite(Reference.HALLQUIST_2013, Reference.LINDQUIST_2019) : "", String.join("; ", out));
        if (!filtered) text.add("No temporal filter was applied.");
        boolean global = series.stream().anyMatch(one -> one.confounds().contains("global_signal"));
        if (!global) text.add("The global signal was not regressed out.");
        double least = series.stream()
                .mapToDouble(SeriesFacts.Denoising::freedom)
                .min()
                .orElse(Double.NaN);
        double most = series.stream()
                .mapToDouble(SeriesFacts.Denoising::freedom)
                .max()
                .orElse(Double.NaN);
        if (Double.isFinite(least) && Double.isFinite(most))
            text.add(
                    "Denoising left %s degrees of freedom per run.",
                    MethodsText.range(Math.rint(least), Math.rint(most)));
    }

    /** The frequencies outside the pass band; empty without a filter. */
    private String band() {
        String low = MethodsText.number(options.get(ParticipantOption.LOW));
        String high = MethodsText.number(options.get(ParticipantOption.HIGH));
        if (options.get(ParticipantOption.LOW) > 0 && options.get(ParticipantOption.HIGH) > 0)
            return "below " + low + " Hz and above " + high + " Hz";
        if (options.get(ParticipantOption.LOW) > 0) return "below " + low + " Hz";
        return options.get(ParticipantOption.HIGH) > 0 ? "above " + high + " Hz" : "";
    }

    void censoring(MethodsText text) {
        Optional<Scrub> scrub = ConfoundStrategy.scrub(options.get(ParticipantOption.COLUMNS));
        if (scrub.isPresent()) {
            scrubbing(text, scrub.get());
            return;
        }
        if (options.get(ParticipantOption.CENSOR) == 0) {
            text.add("No volume was censored.");
            return;
        }
        text.add(
                "Volumes with a framewise displacement above %s mm per 2 s were censored: %s.",
                MethodsText.number(options.get(ParticipantOption.CENSOR)), excluded());
    }

    private void scrubbing(MethodsText text, Scrub scrub) {
        text.add(
                "Volumes with a framewise displacement above %s mm%s or a standardised DVARS above %s were censored, and"
                        + " so were segments of fewer than %d volumes between them%s: %s.",
                MethodsText.number(scrub.displacement()),
                options.get(ParticipantOption.CENSOR) == 0
                        ? ""
                        : " (or " + MethodsText.number(options.get(ParticipantOption.CENSOR)) + " mm per 2 s)",
                MethodsText.number(scrub.dvars()),
                scrub.segment(),
                text.cite(Reference.POWER_2012),
                excluded());
    }

    private String excluded() {
        long before = series.stream().mapToLong(SeriesFacts.Denoising::volumes).sum();
        long kept = series.stream().mapToLong(SeriesFacts.Denoising::kept).sum();
        return String.format(
                Locale.ROOT,
                "%d of %d volumes were excluded from the regression, and from connections and maps unless stated otherwise",
                before - kept,
                before);
    }
}
