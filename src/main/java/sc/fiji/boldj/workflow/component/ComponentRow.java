package sc.fiji.boldj.workflow.component;

import sc.fiji.boldj.ica.ArtefactFeatures;
import sc.fiji.boldj.ica.NetworkIdentification;

/**
 * What is known of one component.
 *
 * @param number from 1, the largest share of variance first
 * @param explained share of the prepared data's variance, 0 to 1; NaN if it is not known
 * @param iq stability, at most 1; NaN if it was not assessed
 * @param match the networks that it resembles and the name that follows
 * @param lowToHigh power up to 0.1 Hz over power above; NaN without time courses or repetition time
 * @param features that tell artefacts, with the flags
 */
public record ComponentRow(
        int number,
        double explained,
        double iq,
        NetworkIdentification.Match match,
        double lowToHigh,
        ArtefactFeatures.Features features) {}
