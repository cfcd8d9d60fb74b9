package sc.fiji.boldj.workflow.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.boldj.workflow.study.ParticipantOptions;

class ProtocolFileTest {

    private static final Path EXAMPLES = Path.of("docs/protocols");

    static Path example(String number) throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files.filter(file -> file.getFileName().toString().startsWith(number + "-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static JsonSchema schema() throws IOException {
        try (InputStream in = ProtocolFile.class.getResourceAsStream("protocol.schema.json")) {
            return new JsonSchema(new ObjectMapper().readTree(in));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"t1", "t2", "t3", "t4", "t5", "t6"})
    void examplesAreReadAndFollowTheSchema(String number) throws IOException {
        Path file = example(number);
        TrialProtocol protocol = ProtocolFile.read(file).protocol();
        assertFalse(protocol.claims().families().isEmpty());
        assertEquals(
                TestFamily.Rank.PRIMARY, protocol.claims().families().get(0).rank());
        assertEquals(List.of(), schema().errors(new ObjectMapper().readTree(Files.readString(file))));
    }

    @Test
    void theFirstExampleMeansWhatItSays() throws IOException {
        TrialProtocol protocol = ProtocolFile.read(example("t1")).protocol();
        assertEquals(
                List.of("placebo", "ketamine", "lamotrigine+ketamine"),
                protocol.factors().get("arm").levels());
        CellContrast removed = protocol.contrasts().get("removed");
        assertEquals(
                Map.of(new Cell(Map.of("arm", "ketamine")), 1.0, new Cell(Map.of("arm", "lamotrigine+ketamine")), -1.0),
                removed.weights());
        TestFamily primary = protocol.claims().families().get(0);
        assertEquals(TestFamily.Correction.SEQUENCE, primary.correction());
        assertEquals("day1", primary.tests().get(1).visit());
        assertFalse(protocol.claims().blocking().get(0).hasPretreatmentAlone());
        assertTrue(ProtocolFile.read(example("t3"))
                .protocol()
                .claims()
                .blocking()
                .get(0)
                .hasPretreatmentAlone());
        assertEquals(6.0, protocol.preprocessing().get("fwhm"));
        assertEquals(10000, protocol.permutations().number());
    }

    @Test
    void contrastsOfVisitsAndArms() throws IOException {
        ObjectNode tree = tree("t4");
        ((ObjectNode) tree.get("contrasts")).put("course", "(drug@wk12 - drug@wk06) - (placebo@wk12 - wk06@placebo)");
        TrialProtocol protocol = read(tree).protocol();
        assertEquals(4, protocol.contrasts().get("course").weights().size());
        assertEquals(
                1.0,
                protocol.contrasts().get("course").weights().get(new Cell(Map.of("arm", "placebo", "visit", "wk06"))));
    }

    @Test
    void indentationAndOrderChangeNothingButContentDoes() throws IOException {
        String text = Files.readString(example("t2"));
        JsonNode tree = new ObjectMapper().readTree(text);
        ObjectNode reversed = new ObjectMapper().createObjectNode();
        List<String> names = new java.util.ArrayList<>(
                new TreeSet<>(tree.propertyStream().map(Map.Entry::getKey).toList()));
        java.util.Collections.reverse(names);
        for (String name : names) reversed.set(name, tree.get(name));
        String digest = ProtocolFile.read(example("t2")).digest();
        assertEquals(digest, read(reversed).digest());
        assertEquals(
                digest,
                ProtocolFile.parse(Path.of("p.json"), text.replace("\"seed\": 2", "\"seed\": 2.0"))
                        .digest());
        assertNotEquals(
                digest,
                ProtocolFile.parse(Path.of("p.json"), text.replace("\"seed\": 2", "\"seed\": 3"))
                        .digest());
    }

    /** Path of what is set, its value, the place that the message names, and a part of the message. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "t1 | /titel | \"x\" | $.titel | did you mean 'title'",
                "t1 | /protocolVersion | 2 | $.protocolVersion | reads protocolVersion 1",
                "t1 | /title | \"\" | $.title | must be a text",
                "t1 | /factors/arm/role | \"treatmnet\" | $.factors.arm.role | did you mean 'treatment'",
                "t1 | /factors/arm/reference | \"plcebo\" | $.factors.arm.reference | did you mean 'placebo'",
                "t1 | /factors/arm/levels | [\"a\",\"a\"] | $.factors.arm.levels | named twice",
                "t1 | /factors/visit/windowsDays/day2 | [2,2] | $.factors.visit.windowsDays | 'day2' is not a level",
                "t1 | /factors/visit/windowsDays/day1 | [2,1] | $.factors.visit.windowsDays.day1 | first day, last day",
                "t1 | /factors/visit/within | false | $.factors.visit.within | differs within participants",
                "t1 | /sets/PP/exclude/0 | \"major\" | $.sets.PP.exclude[0] | is not a condition",
                "t1 | /quality/minCoverage | 80 | $.quality.minCoverage | must be in [0, 1]",
                "t1 | /endpoints/0/kind | \"mapregion\" | $.endpoints[0].kind | did you mean 'mapRegion'",
                "t1 | /endpoints/0/map | \"DMM\" | $.endpoints[0].map | there is no map 'DMM'",
                "t1 | /endpoints/0/region | \"sphere:0,1,2\" | $.endpoints[0].region | sphere:x,y,z,radius",
                "t1 | /endpoints/1/id | \"pDMN\" | $.endpoints | two endpoints have the id 'pDMN'",
                "t1 | /endpoints/2/inference/neighbours | 8 | $.endpoints[2].inference.neighbours | 6, 18 or 26",
                "t1 | /contrasts/ketamine | \"ketamin - placebo\" | $.contrasts | at 'ketamin - placebo'",
                "t1 | /contrasts/ketamine | \"2*ketamine - placebo\" | $.contrasts | do not sum to 0",
                "t1 | /contrasts/ketamine | \"ketamine - ketamine\" | $.contrasts | cancel",
                "t1 | /contrasts/ketamine | \"ketamine - day1\" | $.contrasts | same factors",
                "t1 | /families/0/alpha | 1.5 | $.families[0].alpha | in (0, 1)",
                "t1 | /families/0/visit | \"day2\" | $.families[0].visit | did you mean 'day1'",
                "t1 | /families/0/set | \"IT\" | $.families[0].set | did you mean 'ITT'",
                "t1 | /families/0/order/0/endpoint | \"pDNM\" | $.families[0].order[0].endpoint | did you mean 'pDMN'",
                "t1 | /families/0/order/0/contrast | \"blocking\" | $.families[0].order[0].contrast | contrasts are ketamine",
                "t1 | /families/0/tests | [] | $.families[0] | either 'order'",
                "t1 | /families/0/correct | \"holm\" | $.families[0].correct | are not corrected",
                "t1 | /families/0/after | \"secondary\" | $.families | not a family declared before",
                "t1 | /families/1/id | \"primary\" | $.families | two families",
                "t1 | /families/1/correct | \"none\" | $.families[1].correct | only an exploratory family",
                "t1 | /blocking/0/difference | \"lamotrigine+ketamine - ketamine\" | $.blocking[0].difference | must be positive",
                "t1 | /blocking/0/endpoint | \"pccMap\" | $.blocking[0].endpoint | one number",
                "t1 | /model/missing | \"locf\" | $.model.missing | none of completeCases, mmrm, sandwich",
                "t1 | /preprocessing/fwmh | 6 | $.preprocessing.fwmh | did you mean 'fwhm'",
                "t1 | /preprocessing/fwhm | 60 | $.preprocessing | 0 to 30 mm",
                "t1 | /permutations/number | 99.5 | $.permutations.number | whole number",
                "t2 | /randomisation/sequences/0/0 | \"ketamin\" | $.randomisation.sequences[0] | did you mean 'ketamine'",
                "t2 | /equivalence/0/margin | 0 | $.equivalence[0].margin | above 0",
                "t2 | /equivalence/0/unit | \"percent\" | $.equivalence[0].unit | is not the unit",
                "t2 | /model/baseline/level | \"contrl\" | $.model.baseline.level | did you mean 'control'",
                "t2 | /model/baseline/factor | \"treatment\" | $.model.baseline.factor | visit or scan",
                "t4 | /prediction/0/outcome | \"dmn\" | $.prediction[0].outcome | is not a score",
                "t5 | /endpoints/0/task | null | $.endpoints[0].task | must be a text",
            })
    void aMistakeIsNamedWithItsPlace(String number, String pointer, String value, String place, String words)
            throws IOException {
        ObjectNode tree = tree(number);
        JsonNode parent = tree.at(pointer.substring(0, pointer.lastIndexOf('/')));
        String name = pointer.substring(pointer.lastIndexOf('/') + 1);
        JsonNode node = new ObjectMapper().readTree(value);
        if (parent instanceof ObjectNode object) object.set(name, node);
        else ((com.fasterxml.jackson.databind.node.ArrayNode) parent).set(Integer.parseInt(name), node);
        String message = assertThrows(IOException.class, () -> read(tree)).getMessage();
        assertTrue(message.startsWith("trial.json: " + place + ": "), message);
        assertTrue(message.contains(words), message);
    }

    /** What the schema requires, the reader requires, and the other way round. */
    @ParameterizedTest
    @CsvSource({
        "t1,/title",
        "t1,/factors",
        "t1,/endpoints",
        "t1,/families",
        "t1,/protocolVersion",
        "t1,/factors/arm/role",
        "t1,/factors/arm/levels",
        "t1,/endpoints/0/region",
        "t1,/endpoints/0/kind",
        "t1,/endpoints/1/connection",
        "t1,/families/0/id",
        "t1,/families/0/rank",
        "t1,/families/0/order",
        "t1,/families/0/order/0/endpoint",
        "t1,/families/0/order/0/contrast",
        "t1,/blocking/0/effect",
        "t2,/equivalence/0/unit",
        "t2,/equivalence/0/margin",
        "t2,/model/baseline/use",
        "t4,/prediction/0/outcome",
        "t4,/prediction/0/biomarkers",
        "t4,/endpoints/2/column",
        "t5,/endpoints/0/task"
    })
    void whatIsRequired(String number, String pointer) throws IOException {
        ObjectNode tree = tree(number);
        ((ObjectNode) tree.at(pointer.substring(0, pointer.lastIndexOf('/'))))
                .remove(pointer.substring(pointer.lastIndexOf('/') + 1));
        assertThrows(IOException.class, () -> read(tree));
        assertFalse(schema().errors(tree).isEmpty());
    }

    @Test
    void theSchemaKnowsTheOptionsOfTheParticipantLevel() throws IOException {
        try (InputStream in = ProtocolFile.class.getResourceAsStream("protocol.schema.json")) {
            JsonNode known = new ObjectMapper().readTree(in).at("/properties/preprocessing/properties");
            assertEquals(
                    new TreeSet<>(ParticipantOptions.ALL.all().stream()
                            .map(Object::toString)
                            .toList()),
                    new TreeSet<>(known.propertyStream().map(Map.Entry::getKey).toList()));
        }
    }

    @Test
    void whatIsNoJsonIsRefusedWithTheLine() {
        for (String text : List.of("{\"title\": \"a\", \"title\": \"b\"}", "{\"a\": NaN}", "{} {}", "{\"a\": 1,}"))
            assertTrue(
                    assertThrows(IOException.class, () -> ProtocolFile.parse(Path.of("p.json"), text))
                            .getMessage()
                            .contains("p.json: is not valid JSON at line 1"),
                    text);
        assertThrows(IOException.class, () -> ProtocolFile.parse(Path.of("p.json"), "[]"));
        assertThrows(IOException.class, () -> ProtocolFile.parse(Path.of("p.json"), ""));
    }

    private static ObjectNode tree(String number) throws IOException {
        return (ObjectNode) new ObjectMapper().readTree(Files.readString(example(number)));
    }

    private static ProtocolFile read(JsonNode tree) throws IOException {
        return ProtocolFile.parse(Path.of("trial.json"), tree.toString());
    }
}
