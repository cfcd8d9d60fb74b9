package sc.fiji.boldj.workflow.study;

/** The figures of scans that sessions are excluded by and compared by. */
public enum ScanFigure {
    /** The mean of the displacement that scans are judged by, mm per 2 s: the page's figure and the rule's. */
    DISPLACEMENT("MeanFramewiseDisplacementPer2s", "mean framewise displacement (mm per 2 s)"),
    /** Share of volumes with motion. */
    HIGH_MOTION("VolumesAboveHalfMillimetre", "proportion of volumes above 0.5 mm per 2 s"),
    /** Temporal signal-to-noise ratio. */
    TSNR("MedianTsnr", "median tSNR"),
    /** Fluctuations of the whole brain. */
    GLOBAL_SIGNAL("GlobalSignalStandardDeviationPercent", "SD of the global signal (%)"),
    /** The peak of breathing, where there is one. */
    BREATHING("BreathingHz", "breathing (Hz)"),
    /** The heart rate, where the pulse was recorded. */
    HEART_RATE("HeartRatePerMinute", "heart rate, recorded (per minute)"),
    /** The breathing rate, where breathing was recorded. */
    BREATHING_RATE("BreathingPerMinute", "breathing, recorded (per minute)"),
    /** After denoising. */
    FREEDOM("DegreesOfFreedom", "degrees of freedom"),
    /** Share of the template's brain within the field of view. */
    COVERAGE("CoverageOfTemplateBrain", "proportion of the template brain covered");

    private final String key;
    private final String words;

    ScanFigure(String key, String words) {
        this.key = key;
        this.words = words;
    }

    /** The key in the file of figures of a run. */
    public String key() {
        return key;
    }

    /** What it is called on a page. */
    public String words() {
        return words;
    }
}
