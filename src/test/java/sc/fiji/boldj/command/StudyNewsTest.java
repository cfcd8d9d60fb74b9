package sc.fiji.boldj.command;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.io.Finding;

/** Whose findings are told. */
class StudyNewsTest {

    private static boolean told(String field, String... subjects) {
        Finding finding = new Finding(Finding.Level.WARNING, field, "is odd", "");
        return StudyNews.concerns(finding, List.of("1", "10", "2"), List.of(subjects));
    }

    @Test
    void aFindingAboutTenIsNotOneAboutOne() {
        assertTrue(told("sub-10_task-rest_bold.nii.gz", "10"), "1 is another, but this is 10");
        assertTrue(told("sub-10", "10"));
        assertFalse(told("sub-1/func/sub-1_task-rest_bold.nii.gz", "10"));
        assertFalse(told("sub-10", "1", "2"));
        assertTrue(told("participants.tsv", "2"), "of everyone");
    }
}
