package sc.fiji.boldj.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.group.DesignTable;

/** The direction of an effect comes from names, whatever the order of rows. */
class TreatmentNamesTest {

    @Test
    void whatIsGivenBesidePlaceboDecidesTheComparator() {
        assertTrue(TreatmentNames.isComparator("placebo+ketamine", "lamotrigine+ketamine"));
        assertTrue(TreatmentNames.isComparator("Ketamine and placebo", "ketamine + lamotrigine"));
        assertTrue(TreatmentNames.isComparator("ketamine", "lamotrigine & Ketamine"));
        assertTrue(TreatmentNames.isComparator("treatment as usual", "lamotrigine with treatment as usual"));
        assertTrue(TreatmentNames.isComparator("no", "yes"));
        assertFalse(TreatmentNames.isComparator("lamotrigine", "ketamine"), "two drugs");
        assertFalse(TreatmentNames.isComparator("placebo", "sham"), "two controls");
        assertFalse(TreatmentNames.isComparator("lamotrigine", "ketamine+placebo"));
    }

    @Test
    void theOrderOfNamesDoesNotMatter() {
        List<String> names =
                new ArrayList<>(List.of("placebo+ketamine", "placebo", "lamotrigine+ketamine", "lamotrigine"));
        List<String> ordered = List.of("lamotrigine+ketamine", "lamotrigine", "placebo+ketamine", "placebo");
        assertEquals(ordered, TreatmentNames.ordered(names));
        Collections.reverse(names);
        assertEquals(ordered, TreatmentNames.ordered(names));
        assertEquals(Optional.of("placebo"), TreatmentNames.comparator(names));
        assertEquals(Optional.empty(), TreatmentNames.comparator(List.of("A", "B")));
        assertEquals(List.of("A", "B"), TreatmentNames.ordered(List.of("B", "A")), "the alphabet, not who is first");
    }

    @Test
    void moderationComparesTheDrugWithTheControlAndTwoDrugsByTheAlphabet() {
        for (List<String> arms :
                List.of(List.of("placebo", "drug"), List.of("drug", "placebo"), List.of("no", "yes"))) {
            DesignTable table =
                    new DesignTable(List.of("arm"), arms.stream().map(List::of).toList());
            String first =
                    TrialModeration.of(table, "arm", "", new double[0][]).arms().get(0);
            assertEquals(arms.contains("yes") ? "yes" : "drug", first);
        }
        DesignTable two = new DesignTable(List.of("arm"), List.of(List.of("B"), List.of("A")));
        assertEquals(
                List.of("A", "B"),
                TrialModeration.of(two, "arm", "", new double[0][]).arms());
    }

    @Test
    void periodsAreInTimeAlsoWhereTheAlphabetIsNot() {
        DesignTable table = new DesignTable(
                List.of("subject", "session", "sequence"),
                List.of(List.of("1", "post", "drug-placebo"), List.of("1", "pre", "drug-placebo")));
        DesignTable made = TrialSequence.resolved(table, "session");
        assertEquals(List.of("placebo", "drug"), made.text("treatment"));
    }
}
