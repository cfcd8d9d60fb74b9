package sc.fiji.boldj.atlas;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.run.Progress;

/**
 * Templates and atlases of TemplateFlow (Ciric 2022), fetched by the names that papers cite and kept in a folder.
 *
 * <p>The folder is the one of TemplateFlow's own client ({@code TEMPLATEFLOW_HOME}, or one for such files in the system), with the same names within: what one of
 * the two fetched, the other finds. A file is fetched once; then no network is needed.
 * Each must have the size and the checksum that are known here, in the folder too. {@link Download} says how.
 */
public final class TemplateFlow {

    /** Where TemplateFlow keeps its files. */
    public static final URI BASE = URI.create("https://templateflow.s3.amazonaws.com/");

    /** The templates that are known by name. */
    public static final List<String> TEMPLATES = List.of("MNI152NLin2009cAsym", "MNI152NLin6Asym");

    /** The template whose space atlases by name are in. */
    static final String ATLAS_SPACE = "MNI152NLin6Asym";

    /**
     * How to fetch.
     *
     * @param base address of the store, ends with a slash
     * @param cache folder to keep files in, made if it is missing
     * @param patience give up on a connection that brings nothing for so long
     * @param attempts how often to go on after a cut, 1 or more
     */
    public record Options(URI base, Path cache, Duration patience, int attempts) {

        /** TemplateFlow's store, the user's folder, 30 s, 4 attempts. */
        public static Options ofUser() {
            return new Options(
                    BASE,
                    StoreFolder.ofUser(System.getenv(), System.getProperty("user.home", ".")),
                    Duration.ofSeconds(30),
                    4);
        }

        /** @throws IllegalArgumentException if the address is not https or does not end with a slash, or a number is too small */
        public Options {
            Objects.requireNonNull(cache, "cache");
            if (!isSafe(base))
                throw new IllegalArgumentException("the address of the store must begin with https://, got " + base
                        + ": plain http can be changed on the way");
            if (!base.toString().endsWith("/"))
                throw new IllegalArgumentException("the address of the store must end with a slash, got " + base);
            if (patience.isZero() || patience.isNegative())
                throw new IllegalArgumentException("patience must be above 0, got " + patience);
            if (attempts < 1) throw new IllegalArgumentException("attempts must be 1 or more, got " + attempts);
        }

        /** Whether what comes from there cannot be changed on the way: https, or this very computer. */
        private static boolean isSafe(URI base) {
            return "https".equals(base.getScheme())
                    || ("http".equals(base.getScheme()) && "127.0.0.1".equals(base.getHost()));
        }
    }

    private final Options options;
    private final Map<String, PinnedFiles.Pin> pins;

    /** A client; connects to nothing yet. */
    public TemplateFlow(Options options) {
        this(options, PinnedFiles.all());
    }

    /** A client of a store whose files are these. */
    TemplateFlow(Options options, Map<String, PinnedFiles.Pin> pins) {
        this.options = Objects.requireNonNull(options, "options");
        this.pins = pins;
    }

    /** Whether a text is the name of a template that can be fetched. */
    public static boolean isTemplate(String name) {
        return TEMPLATES.contains(name);
    }

    /**
     * A file of the store, fetched if it is not in the folder yet.
     *
     * @param name relative, as {@code tpl-MNI152NLin6Asym/tpl-MNI152NLin6Asym_res-02_T1w.nii.gz}
     * @return where it is now, complete and checked
     * @throws IllegalArgumentException if the name leaves the folder
     * @throws IOException if it cannot be had; says why and what to do
     * @throws java.util.concurrent.CancellationException if the progress is cancelled; what has come is kept
     */
    public Path fetch(String name, Progress progress) throws IOException {
        if (!name.matches("[A-Za-z0-9_.+-]+(/[A-Za-z0-9_.+-]+)*") || name.contains(".."))
            throw new IllegalArgumentException("'" + name + "' is not the name of a file of TemplateFlow");
        PinnedFiles.Pin pin = pins.get(name);
        if (pin == null) throw new IOException("TemplateFlow has no file '" + name + "' whose checksum is known here");
        Path file = new StoreFolder(options.cache()).place(name);
        if (!StoreFolder.has(file, pin, progress))
            new Download(options.base().resolve(name), file, pin, options.patience(), options.attempts()).run(progress);
        return file;
    }

    /**
     * A template at 2 mm with its brain mask; tissue maps that TemplateFlow lacks are those of the built-in template.
     *
     * @param name one of {@link #TEMPLATES}
     * @throws IllegalArgumentException if it is another
     * @throws IOException if a file cannot be had
     */
    public Template template(String name, Progress progress) throws IOException {
        if (!isTemplate(name))
            throw new IllegalArgumentException(
                    "there is no template '" + name + "'; TemplateFlow's that are known here are " + TEMPLATES);
        NeuroImage head = image(name, "res-02_T1w", progress.stage(0, 0.4));
        Mask mask = Mask.of(image(name, "res-02_desc-brain_mask", progress.stage(0.4, 0.5)));
        if (name.equals("MNI152NLin2009cAsym"))
            return Template.of(
                    name,
                    head,
                    image(name, "res-02_label-GM_probseg", progress.stage(0.5, 0.7)),
                    image(name, "res-02_label-WM_probseg", progress.stage(0.7, 0.85)),
                    image(name, "res-02_label-CSF_probseg", progress.stage(0.85, 1)),
                    mask);
        return TemplateFiles.withBuiltInTissues(name, head, mask);
    }

    private NeuroImage image(String template, String rest, Progress progress) throws IOException {
        Path file = fetch("tpl-" + template + "/tpl-" + template + "_" + rest + ".nii.gz", progress);
        return NiftiReader.read(file, NiftiReader.Options.DEFAULT, Progress.NONE);
    }

    /**
     * The parcellation of Schaefer (2018), whose parcels belong to the networks of Yeo (2011).
     *
     * @param space template of the grid, one of {@link #TEMPLATES}
     * @param parcels 100 to 1000 in steps of 100
     * @param networks 7 or 17
     * @throws IllegalArgumentException if there is no such parcellation
     * @throws IOException if a file cannot be had
     */
    public LabelVolume schaefer(String space, int parcels, int networks, Progress progress) throws IOException {
        if (!isTemplate(space))
            throw new IllegalArgumentException("there is no template '" + space + "'; known are " + TEMPLATES);
        if (parcels < 100 || parcels > 1000 || parcels % 100 != 0 || (networks != 7 && networks != 17))
            throw new IllegalArgumentException(
                    "Schaefer's parcellation has 100, 200, ... 1000 parcels of 7 or 17 networks," + " got " + parcels
                            + " of " + networks);
        String what = "atlas-Schaefer2018_desc-" + parcels + "Parcels" + networks + "Networks_dseg";
        NeuroImage labels = image(space, "res-02_" + what, progress.stage(0, 0.8));
        Path table = fetch("tpl-" + space + "/tpl-" + space + "_" + what + ".tsv", progress.stage(0.8, 1));
        return LabelVolume.of(labels, LabelTable.read(table));
    }

    /**
     * The networks of Yeo (2011) as the union of Schaefer's 400 parcels: TemplateFlow has Yeo's own map on surfaces only.
     *
     * @param networks 7 or 17
     */
    public LabelVolume yeo(String space, int networks, Progress progress) throws IOException {
        return YeoNetworks.of(schaefer(space, 400, networks, progress));
    }

    /** Whether a text names an atlas: {@code Schaefer2018_400Parcels7Networks}, {@code Yeo2011_7Networks} or so. */
    public static boolean isAtlas(String name) {
        return name.matches("Schaefer2018_\\d+Parcels\\d+Networks|Yeo2011_\\d+Networks");
    }

    /**
     * An atlas by name, on the 2 mm grid of MNI152NLin6Asym.
     *
     * @param name as {@link #isAtlas} says
     * @throws IllegalArgumentException if there is no such atlas
     * @throws IOException if a file cannot be had
     */
    public LabelVolume atlas(String name, Progress progress) throws IOException {
        if (!isAtlas(name))
            throw new IllegalArgumentException("there is no atlas '" + name
                    + "'; names look like Schaefer2018_400Parcels7Networks or Yeo2011_7Networks");
        String[] numbers = name.substring(name.indexOf('_') + 1).split("\\D+", 0);
        String space = ATLAS_SPACE;
        if (name.startsWith("Yeo")) return yeo(space, Integer.parseInt(numbers[0]), progress);
        return schaefer(space, Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]), progress);
    }
}
