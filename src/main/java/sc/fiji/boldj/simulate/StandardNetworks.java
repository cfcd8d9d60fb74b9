package sc.fiji.boldj.simulate;

import java.util.ArrayList;
import java.util.List;

/** The six networks of a simulated brain at rest. */
final class StandardNetworks {

    private StandardNetworks() {}

    static Networks standard() {
        double coherence = 0.8;
        List<Networks.Network> list = new ArrayList<>();
        List<Networks.Ball> posterior = List.of(
                new Networks.Ball(0, -52, 18, 23),
                new Networks.Ball(-8, -56, 26, 23),
                new Networks.Ball(8, -56, 26, 23),
                new Networks.Ball(1, -61, 38, 23));
        list.add(new Networks.Network(
                "DMN",
                List.of(
                        new Networks.Node("PCC", posterior),
                        new Networks.Node(
                                "mPFC", List.of(new Networks.Ball(1, 55, -3, 26), new Networks.Ball(0, 52, 26, 22))),
                        Networks.Node.of("left AG", -39, -77, 33),
                        Networks.Node.of("right AG", 47, -67, 29),
                        new Networks.Node("left hippocampus", List.of(new Networks.Ball(-22, -20, -26, 20))),
                        new Networks.Node("right hippocampus", List.of(new Networks.Ball(22, -20, -26, 20)))),
                1.6,
                coherence));
        list.add(new Networks.Network(
                "DAN",
                List.of(
                        Networks.Node.of("left FEF", -27, -9, 64),
                        Networks.Node.of("right FEF", 30, -6, 64),
                        Networks.Node.of("left IPS", -39, -43, 52),
                        Networks.Node.of("right IPS", 39, -42, 54)),
                1.3,
                coherence));
        list.add(new Networks.Network(
                "FPN",
                List.of(
                        Networks.Node.of("left LPFC", -43, 33, 28),
                        Networks.Node.of("right LPFC", 41, 38, 30),
                        Networks.Node.of("left PPC", -46, -58, 49),
                        Networks.Node.of("right PPC", 52, -52, 45)),
                1.3,
                coherence));
        list.add(new Networks.Network(
                "Salience",
                List.of(
                        Networks.Node.of("ACC", 0, 22, 35),
                        Networks.Node.of("left insula", -44, 13, 1),
                        Networks.Node.of("right insula", 47, 14, 0)),
                1.3,
                coherence));
        list.add(new Networks.Network(
                "Visual",
                List.of(
                        Networks.Node.of("medial", 2, -79, 12),
                        Networks.Node.of("occipital", 0, -93, -4),
                        Networks.Node.of("left lateral", -37, -79, 10),
                        Networks.Node.of("right lateral", 38, -72, 13)),
                1.5,
                coherence));
        list.add(new Networks.Network(
                "Motor",
                List.of(
                        Networks.Node.of("left lateral", -55, -12, 29),
                        Networks.Node.of("right lateral", 56, -10, 29),
                        Networks.Node.of("superior", 0, -31, 67)),
                1.4,
                coherence));
        double[][] correlations = {
            {1, -0.35, 0.10, -0.20, 0, -0.05},
            {-0.35, 1, 0.30, 0.15, 0.25, 0.25},
            {0.10, 0.30, 1, 0.20, 0, 0},
            {-0.20, 0.15, 0.20, 1, 0, 0.15},
            {0, 0.25, 0, 0, 1, 0.30},
            {-0.05, 0.25, 0, 0.15, 0.30, 1},
        };
        return Networks.of(list, correlations);
    }
}
