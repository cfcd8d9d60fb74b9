package sc.fiji.boldj.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.image.Affine;

/**
 * The text form of ITK transforms ("Insight Transform File V1.0"), which ANTs and others use.
 *
 * <p>ITK points are LPS: x to the left, y to the back. A map is {@code y = M (x - c) + c + t} with centre c
 * (FixedParameters). Read are AffineTransform, MatrixOffsetTransformBase, Euler3DTransform ({@code M = Rz Rx Ry}, or {@code Rz Ry Rx} where the fourth fixed parameter is not 0) and
 * VersorRigid3DTransform. Written is MatrixOffsetTransformBase with centre 0.
 */
final class ItkTransforms {

    static final String SIGNATURE = "#Insight Transform File";

    private static final Affine LPS = Affine.scaling(-1, -1, 1);

    private ItkTransforms() {}

    static String format(List<Affine> maps) {
        StringBuilder text = new StringBuilder(SIGNATURE + " V1.0\n");
        for (int i = 0; i < maps.size(); i++) {
            Affine m = LPS.times(maps.get(i)).times(LPS);
            double[] parameters = new double[12];
            for (int r = 0; r < 3; r++) {
                for (int c = 0; c < 3; c++) parameters[3 * r + c] = m.get(r, c) + 0.0;
                parameters[9 + r] = m.get(r, 3) + 0.0;
            }
            text.append("#Transform ").append(i).append('\n');
            text.append("Transform: MatrixOffsetTransformBase_double_3_3\n");
            text.append("Parameters: ").append(TransformFiles.join(parameters)).append('\n');
            text.append("FixedParameters: 0 0 0\n");
        }
        return text.toString();
    }

    static List<Affine> parse(Path file, List<String> lines) throws IOException {
        List<Affine> maps = new ArrayList<>();
        String kind = null;
        double[] parameters = null;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            int colon = line.indexOf(':');
            if (line.startsWith("#") || colon < 0) continue;
            String value = line.substring(colon + 1).strip();
            switch (line.substring(0, colon)) {
                case "Transform" -> {
                    kind = value;
                    parameters = null;
                }
                case "Parameters" -> parameters = TransformFiles.numbers(file, i + 1, value, 0);
                case "FixedParameters" -> {
                    double[] fixed = value.isEmpty() ? new double[3] : TransformFiles.numbers(file, i + 1, value, 0);
                    maps.add(map(file, i + 1, kind, parameters, fixed));
                }
                default ->
                    throw new IOException(file + ": line " + (i + 1) + " is no part of an ITK transform: " + line);
            }
        }
        if (maps.isEmpty()) throw new IOException(file + ": has no complete ITK transform, was it cut short?");
        return maps;
    }

    private static Affine map(Path file, int line, String kind, double[] parameters, double[] fixed)
            throws IOException {
        String name = kind == null ? "" : kind.replaceAll("_.*", "");

        int needed =
                switch (name) {
                    case "AffineTransform", "MatrixOffsetTransformBase" -> 12;
                    case "Euler3DTransform", "VersorRigid3DTransform" -> 6;
                    default ->
                        throw new IOException(file + ": line " + line + " ends a transform of kind " + kind
                                + ", which is not read; affine, Euler3D and VersorRigid3D are");
                };
        if (!kind.endsWith("_3_3")) throw new IOException(file + ": " + kind + " is not 3-D");
        if (parameters == null || parameters.length != needed || fixed.length < 3)
            throw new IOException(file + ": line " + line + " ends a " + name + ", which needs " + needed
                    + " parameters and 3 fixed parameters, got " + (parameters == null ? 0 : parameters.length)
                    + " and "
                    + fixed.length);
        double[] matrix = new double[9];
        if (needed == 12) System.arraycopy(parameters, 0, matrix, 0, 9);
        else if (name.startsWith("Euler")) euler(parameters, fixed.length > 3 && fixed[3] != 0, matrix);
        else versor(parameters, matrix);
        double[] rows = new double[12];
        for (int r = 0; r < 3; r++) {
            rows[4 * r + 3] = parameters[needed - 3 + r] + fixed[r];
            for (int c = 0; c < 3; c++) {
                rows[4 * r + c] = matrix[3 * r + c];
                rows[4 * r + 3] -= matrix[3 * r + c] * fixed[c];
            }
        }
        try {
            return LPS.times(Affine.of(rows)).times(LPS);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": line " + line + ": " + e.getMessage(), e);
        }
    }

    private static void euler(double[] angles, boolean zyx, double[] matrix) {
        Affine x = rotation(0, angles[0]);
        Affine y = rotation(1, angles[1]);
        Affine z = rotation(2, angles[2]);
        Affine all = zyx ? z.times(y).times(x) : z.times(x).times(y);
        for (int i = 0; i < 9; i++) matrix[i] = all.get(i / 3, i % 3);
    }

    private static Affine rotation(int axis, double angle) {
        double[] rows = new double[12];
        int a = (axis + 1) % 3;
        int b = (axis + 2) % 3;
        rows[5 * axis] = 1;
        rows[5 * a] = Math.cos(angle);
        rows[5 * b] = Math.cos(angle);
        rows[4 * a + b] = -Math.sin(angle);
        rows[4 * b + a] = Math.sin(angle);
        return Affine.of(rows);
    }

    private static void versor(double[] v, double[] matrix) {
        double x = v[0];
        double y = v[1];
        double z = v[2];
        double w = Math.sqrt(Math.max(0, 1 - x * x - y * y - z * z));
        matrix[0] = 1 - 2 * (y * y + z * z);
        matrix[1] = 2 * (x * y - z * w);
        matrix[2] = 2 * (x * z + y * w);
        matrix[3] = 2 * (x * y + z * w);
        matrix[4] = 1 - 2 * (x * x + z * z);
        matrix[5] = 2 * (y * z - x * w);
        matrix[6] = 2 * (x * z - y * w);
        matrix[7] = 2 * (y * z + x * w);
        matrix[8] = 1 - 2 * (x * x + y * y);
    }
}
