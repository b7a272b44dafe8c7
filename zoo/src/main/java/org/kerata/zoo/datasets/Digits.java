package org.kerata.zoo.datasets;

/**
 * 1,797 handwritten digits of 8×8 pixels; in the jar, so always at hand.
 *
 * <p>{@code x (n, 8, 8, 1)}, float32, from 0 (paper) to 16 (ink); {@code y (n)}, int32, the digit. 1,437 images to train with and 360 to
 * test, divided by a fixed shuffle.
 *
 * <p>Source: E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning Repository, 1998; CC BY 4.0.
 */
public final class Digits {
    private Digits() {}

    /** The images and their digits. */
    public static TrainTest load() {
        return CsvTable.ofResource("digits.csv.gz").split(360, 8, 8, 1);
    }
}
