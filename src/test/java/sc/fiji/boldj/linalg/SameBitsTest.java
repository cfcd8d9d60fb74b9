package sc.fiji.boldj.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Linear algebra gives the same bits on every processor, Java version and compiler: one digest for all. */
class SameBitsTest {

    private static final String DIGEST = "0e30ab9000622e059a82369723042b25ae523bbbc87d25d97956189be501ec20";

    @Test
    void theDigestOfAllIsTheSameOnEveryComputer() throws Exception {
        assertEquals(DIGEST, digest());
    }

    @Test
    void neitherVectorInstructionsNorTheOptimisingCompilerChangeABit() throws Exception {
        for (String options :
                new String[] {"-XX:+IgnoreUnrecognizedVMOptions -XX:UseAVX=0", "-XX:TieredStopAtLevel=1"}) {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of(options.split(" ", -1)));
            command.addAll(List.of(
                    "-cp",
                    home(SameBitsTest.class) + java.io.File.pathSeparator + home(MatrixProduct.class),
                    SameBitsTest.class.getName()));
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            assertEquals(0, process.waitFor(), said);
            assertEquals(DIGEST, said, options);
        }
    }

    private static Path home(Class<?> of) throws Exception {
        return Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    public static void main(String[] args) throws Exception {
        System.out.println(digest());
    }

    private static String digest() throws Exception {
        MessageDigest all = MessageDigest.getInstance("SHA-256");
        for (int[] s : new int[][] {{40, 300, 520}, {300, 7, 33}, {5, 5, 5}}) {
            double[] a = random(1, s[0] * s[2]);
            double[] b = random(2, s[2] * s[1]);
            double[] c = new double[s[0] * s[1]];
            MatrixProduct.multiply(
                    0.3, Matrix.of(a, s[0], s[2]), Matrix.of(b, s[2], s[1]), 0, Matrix.of(c, s[0], s[1]));
            add(all, c);
            float[] f = new float[c.length];
            MatrixProduct.multiply(
                    0.3f,
                    FloatMatrix.of(floats(a), s[0], s[2]),
                    FloatMatrix.of(floats(b), s[2], s[1]),
                    0,
                    FloatMatrix.of(f, s[0], s[1]));
            for (float value : f) add(all, value);
        }
        double[] m = random(3, 130 * 130);
        double[] square = new double[130 * 130];
        MatrixProduct.square(1, Matrix.of(m, 130, 130), 0, Matrix.of(square, 130, 130));
        SymmetricEigen eigen = SymmetricEigen.of(square, 130);
        add(all, eigen.values());
        add(all, eigen.vectors());
        Svd svd = Svd.of(random(4, 130 * 20), 130, 20);
        add(all, svd.left());
        add(all, svd.values());
        add(all, svd.right());
        ColumnSpace space = ColumnSpace.of(random(5, 130 * 20), 130, 20);
        add(all, space.basis());
        add(all, space.complement());
        add(
                all,
                LeastSquares.solve(random(6, 130 * 20), 130, 20, random(7, 130 * 3), 3)
                        .coefficients());
        return HexFormat.of().formatHex(all.digest());
    }

    private static double[] random(long seed, int length) {
        return new SplittableRandom(seed).doubles(length, -1, 1).toArray();
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) floats[i] = (float) values[i];
        return floats;
    }

    private static void add(MessageDigest all, double... values) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * values.length);
        for (double value : values) bytes.putDouble(value);
        all.update(bytes.array());
    }
}
