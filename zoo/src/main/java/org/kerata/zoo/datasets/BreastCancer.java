package org.kerata.zoo.datasets;

import java.util.List;
import java.util.stream.Stream;

/**
 * 569 biopsies, benign or malignant, by 30 measurements of the cell nuclei seen in them; in the jar, so always at hand.
 *
 * <p>{@code x (n, 30)}, float32, unscaled: ten properties, first as the mean over the nuclei of a case, then the standard error, then the
 * mean of the three largest ({@link #FEATURES}). {@code y (n)}, int32, an index into {@link #CLASSES}. 455 cases to train with and 114 to
 * test, divided by a fixed shuffle.
 *
 * <p>Source: W. Wolberg, O. Mangasarian, N. Street and W. Street, Breast Cancer Wisconsin (Diagnostic), UCI Machine Learning Repository,
 * 1993; CC BY 4.0.
 */
public final class BreastCancer {
    /** The names of the classes. */
    public static final List<String> CLASSES = List.of("malignant", "benign");

    /** The names of the columns, such as {@code "mean radius"}, {@code "radius error"} and {@code "worst radius"}. */
    public static final List<String> FEATURES = features();

    private BreastCancer() {}

    /** The measurements and diagnoses. */
    public static TrainTest load() {
        return CsvTable.ofResource("breast_cancer.csv.gz").split(114, FEATURES.size());
    }

    private static List<String> features() {
        List<String> properties = List.of(
                "radius",
                "texture",
                "perimeter",
                "area",
                "smoothness",
                "compactness",
                "concavity",
                "concave points",
                "symmetry",
                "fractal dimension");
        return Stream.of("mean %s", "%s error", "worst %s")
                .flatMap(form -> properties.stream().map(form::formatted))
                .toList();
    }
}
