package sc.fiji.boldj.host;

import ij.gui.Plot;
import ij.measure.ResultsTable;
import java.awt.Color;

/** Draws the columns of a table that are curves over time: head motion, its displacement, global signal, DVARS and components. */
final class MotionPlot {

    private static final String[] TRANSLATIONS = {"trans_x", "trans_y", "trans_z"};
    private static final String[] ROTATIONS = {"rot_x", "rot_y", "rot_z"};

    /** Distinguishable with deuteranopia (Okabe and Ito). */
    private static final Color[] COLOURS = {new Color(0, 114, 178), new Color(230, 159, 0), new Color(0, 0, 0)};

    private MotionPlot() {}

    /** Shows the plots that a table has columns for; nothing for other tables. */
    static void show(ResultsTable table, String name) {
        curves(table, name + ": translation", "mm", TRANSLATIONS, 1);
        curves(table, name + ": rotation", "degrees", ROTATIONS, 180 / Math.PI);
        curves(table, name + ": framewise displacement", "mm", new String[] {"framewise_displacement"}, 1);
        curves(table, name + ": global signal", "signal", new String[] {"global_signal"}, 1);
        curves(table, name + ": standardised DVARS", "1 if as expected", new String[] {"std_dvars"}, 1);
        components(table, name + ": CompCor of white matter", "w_comp_cor_");
        components(table, name + ": CompCor of CSF", "c_comp_cor_");
        components(table, name + ": CompCor of the most variable voxels", "t_comp_cor_");
    }

    /** The first three components. */
    private static void components(ResultsTable table, String title, String prefix) {
        curves(table, title, "length 1", new String[] {prefix + "00", prefix + "01", prefix + "02"}, 1);
    }

    private static void curves(ResultsTable table, String title, String unit, String[] names, double scale) {
        for (String name : names) if (!table.columnExists(name)) return;
        Plot plot = new Plot(title, "volume", unit);
        for (int c = 0; c < names.length; c++) {
            double[] values = table.getColumn(names[c]);
            for (int t = 0; t < values.length; t++) values[t] *= scale;
            plot.setColor(COLOURS[c]);
            plot.setLineWidth(1.5f);
            plot.add("line", values);
            plot.setLabel(c, names[c]);
        }
        plot.setLimitsToFit(false);
        plot.setColor(Color.BLACK);
        plot.setLegend(null, Plot.AUTO_POSITION);
        plot.show();
    }
}
