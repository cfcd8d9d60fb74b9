package sc.fiji.boldj.registration;

import sc.fiji.boldj.run.Progress;

/**
 * How unlike the two images are, as a function of what the moving image has at the points where the fixed image was
 * looked at. Lower is better. The fixed values are part of the object.
 */
interface Similarity {

    /** Points in one chunk of work. */
    int CHUNK = 8192;

    /**
     * Compares.
     *
     * @param moving value of the moving image at each point
     * @param weight how much each point counts, 0 or more; points of weight 0 are not looked at
     * @param byMoving receives the derivative of the cost by each moving value, 0 where the weight is 0
     * @param byWeight receives the derivative of the cost by each weight
     * @return the cost; infinite if the points that are used are constant in one of the images
     */
    double evaluate(double[] moving, double[] weight, double[] byMoving, double[] byWeight, Progress progress);
}
