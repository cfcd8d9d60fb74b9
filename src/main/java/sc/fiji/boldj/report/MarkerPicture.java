package sc.fiji.boldj.report;

import sc.fiji.boldj.workflow.trial.TrialReport;

/** A plot of the outcome over the strongest connection. */
final class MarkerPicture {

    private MarkerPicture() {}

    static Element marker(TrialReport.Marker marker) {
        double[][] points = marker.points();
        double[][] controls = marker.controls();
        boolean both = controls.length > 0;
        SquarePlot plot = new SquarePlot(
                SquarePlot.range(0, points, controls),
                SquarePlot.range(1, points, controls),
                marker.name() + " without the drug (Fisher z)",
                marker.unit());
        if (both) plot.points(controls, "#b26a00").fit(controls, "#b26a00");
        return Element.of("div")
                .add(
                        plot.points(points, "#2f6690").fit(points, "#2f6690").toElement(),
                        Element.of(
                                        "p",
                                        "The connection with the largest absolute t in the table. Each dot is a participant; lines are least-squares fits."
                                                + (both
                                                        ? " Blue: under the drug; orange: " + marker.control() + "."
                                                        : ""))
                                .set("class", "quiet"));
    }
}
