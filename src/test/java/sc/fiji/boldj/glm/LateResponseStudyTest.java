package sc.fiji.boldj.glm;

import java.util.*;
import org.junit.jupiter.api.*;

@Tag("study")
class LateResponseStudyTest {
    @Test
    void look() {
        int runs = Integer.getInteger("boldj.runs", 20), count = Integer.getInteger("boldj.series", 20), first = Integer.getInteger("boldj.first", 0);
        List<NoiseModel> models = new ArrayList<>();
        for (String m : System.getProperty("boldj.models", "ar,arma11").split(",")) models.add(NoiseModel.named(m));
        for (double tr : Arrays.stream(System.getProperty("boldj.tr", "0.8,2").split(",")).mapToDouble(Double::parseDouble).toArray())
            for (String kind : System.getProperty("boldj.kinds", "blocks,events").split(","))
                for (String nn : System.getProperty("boldj.noises", "AR4,PINK,PINK_AND_WHITE,WHITE,AR4_STRONG").split(",")) {
                    LateResponseSimulation s = new LateResponseSimulation(tr, tr < 1 ? 600 : 240, kind, NullNoise.valueOf(nn));
                    Map<NoiseModel, List<LateResponseSimulation.Fit>> all = new LinkedHashMap<>();
                    for (int r = first; r < first + runs; r++) s.run(r, count, models).forEach((m, f) -> all.computeIfAbsent(m, x -> new ArrayList<>()).add(f));
                    for (NoiseModel m : models) {
                        StringBuilder b = new StringBuilder(String.format("%.1f %-7s %-15s %-7s", tr, kind, nn, m));
                        double[] z = flat(all.get(m), 0, 0), o = flat(all.get(m), 1, 0);
                        double qz = quantile(z), qo = quantile(o);
                        b.append(String.format(" null %.4f oracle %.4f df %.0f |", rate(z, 1.959964), rate(o, 1.959964), median(flat(all.get(m), 2, 0))));
                        for (int d = 0; d < 3; d++) {
                            double[] a = flat(all.get(m), 0, LateResponseSimulation.kind(d, 0)), w = flat(all.get(m), 1, LateResponseSimulation.kind(d, 0));
                            double[] a2 = flat(all.get(m), 0, LateResponseSimulation.kind(d, 1)), w2 = flat(all.get(m), 1, LateResponseSimulation.kind(d, 1));
                            int k = LateResponseSimulation.kind(d, 2);
                            b.append(String.format(" d%d %.3f/%.3f=%.3f 3.1:%.3f/%.3f=%.3f strong z %.1f/%.1f se %.2f df %.0f |", d, rate(a, qz), rate(w, qo), rate(a, qz) / rate(w, qo),
                                rate(a2, 3.1), rate(w2, 3.1), rate(a2, 3.1) / rate(w2, 3.1), median(flat(all.get(m), 0, k)), median(flat(all.get(m), 1, k)), median(flat(all.get(m), 3, k)), median(flat(all.get(m), 2, k))));
                        }
                        System.err.println(b);
                    }
                }
    }
    static double[] flat(List<LateResponseSimulation.Fit> fits, int what, int kind) {
        return fits.stream().flatMapToDouble(f -> Arrays.stream((what == 0 ? f.z() : what == 1 ? f.oracle() : what == 2 ? f.degrees() : f.error())[kind])).toArray();
    }
    static double rate(double[] z, double limit) { return Arrays.stream(z).filter(v -> Math.abs(v) > limit).count() / (double) z.length; }
    static double quantile(double[] z) { double[] s = Arrays.stream(z).map(Math::abs).sorted().toArray(); return s[(int) (0.95 * s.length)]; }
    static double median(double[] z) { double[] s = z.clone(); Arrays.sort(s); return s[s.length / 2]; }
}
