package sc.fiji.boldj.report;

import java.util.Arrays;
import java.util.Locale;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.workflow.ScanQuality;

/** The pictures of a scan's page. */
final class ScanPictures {

    private static final int OUTLINE = 0xff3b30;

    private final ScanQuality scan;
    private final SliceView view;

    ScanPictures(ScanQuality scan) {
        this.scan = scan;
        view = new SliceView(scan.run().grid(), scan.run().brain());
    }

    Element mask() {
        float[] mean = scan.pictures().mean();
        Picture picture = view.grey(mean, 0, bright(mean, scan.run().brain()));
        return view.outline(picture, scan.run().brain(), OUTLINE)
                .toElement("axial slices of the mean image with the outline of the brain mask");
    }

    Element signal() {
        double high = Math.max(
                50, 10 * Math.ceil(bright(scan.pictures().tsnr(), scan.run().brain()) / 10));
        Element legend = Element.of("div").set("class", "legend");
        legend.add(Element.of("span", "0"));
        Picture bar = new Picture(160, 1);
        for (int x = 0; x < 160; x++) bar.set(x, 0, Palette.RISING.at(x / 159.0));
        legend.add(bar.toElement("colours from dark blue, low, to yellow, high"));
        legend.add(Element.of("span", String.format(Locale.ROOT, "%.0f", high)));
        return Element.of("div")
                .add(
                        view.colour(scan.pictures().tsnr(), 0, high, Palette.RISING)
                                .toElement("tSNR of axial slices"),
                        legend);
    }

    Element registration() {
        double high = bright(scan.pictures().anatomy(), scan.run().brain());
        Mask brain = scan.run().brain();
        Picture anatomy = view.outline(view.anatomy(scan.pictures().anatomy(), brain, high), brain, OUTLINE);
        Picture mean = view.outline(
                view.grey(
                        scan.pictures().mean(),
                        0,
                        bright(scan.pictures().mean(), scan.run().brain())),
                scan.run().brain(),
                OUTLINE);
        return flicker(mean, "mean of the scan", anatomy, "anatomy");
    }

    Element realignment() {
        double high = bright(scan.pictures().mean(), scan.run().brain());
        return flicker(
                view.grey(scan.pictures().early(), 0, high),
                "mean of the first tenth",
                view.grey(scan.pictures().late(), 0, high),
                "mean of the last tenth");
    }

    /** Two pictures in turn, once a second; they stand still while the pointer rests on them. */
    private static Element flicker(Picture first, String firstWords, Picture second, String secondWords) {
        return Element.of("div")
                .set("class", "flicker")
                .add(
                        first.toElement(firstWords),
                        second.toElement(secondWords).set("class", "second"),
                        Element.of(
                                "p",
                                "Alternating: " + firstWords + " and " + secondWords
                                        + ". Hover over the picture to pause."));
    }

    /** A value that 2 % of the mask's voxels exceed. */
    private static double bright(float[] volume, Mask brain) {
        float[] values = new float[brain.count()];
        int n = 0;
        for (int v : brain.indices()) if (Float.isFinite(volume[v])) values[n++] = volume[v];
        Arrays.sort(values, 0, n);
        double high = n == 0 ? 1 : values[(int) (0.98 * (n - 1))];
        return high > 0 ? high : 1;
    }
}
