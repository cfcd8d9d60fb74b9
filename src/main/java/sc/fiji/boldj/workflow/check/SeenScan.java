package sc.fiji.boldj.workflow.check;

import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.io.BidsScan;

/**
 * A scan of a dataset that could be read.
 *
 * @param scan what its name says
 * @param mean the mean of some of its volumes
 * @param volumes how many it has
 * @param timing of its volumes and slices
 * @param digest SHA-256 of the file
 */
record SeenScan(BidsScan scan, NeuroImage mean, int volumes, SeriesTiming timing, String digest) {

    /** The name that findings about a scan go by. */
    static String name(BidsScan scan) {
        return scan.name() + "_" + scan.suffix();
    }

    /** Whether it is an anatomy or a series of some length, that heads can be compared by. */
    boolean isWhole() {
        return !scan.isBold() || volumes >= 5;
    }
}
