package sc.fiji.boldj.workflow;

import java.util.List;

/**
 * The sentences on the page of a test.
 *
 * @param verdict the result
 * @param ground what the result rests on: the model and the permutations, or the whiteness of the residuals
 * @param warnings what the reader must know
 * @param methods sentences for a paper
 */
public record PageWords(String verdict, String ground, List<String> warnings, String methods) {}
