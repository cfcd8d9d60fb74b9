package sc.fiji.boldj.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The name that a chosen file gets. */
class SaveChooserTest {

    @ParameterizedTest
    @CsvSource({
        "t.nii.gz, .nii.gz, t.nii.gz",
        "t.nii, .nii.gz, t.nii",
        "t, .nii.gz, t.nii.gz",
        "t.v2, .nii.gz, t.v2.nii.gz",
        "view.SVG, .png, view.SVG",
        "view, .png, view.png",
        "table, '', table"
    })
    void aKnownEndingStaysAndAMissingOneIsAdded(String typed, String ending, String wanted) {
        assertEquals(wanted, SaveChooser.named(typed, ending));
    }
}
