package org.kerata.zoo.examples;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kerata.autodiff.Tensor;

/** A grey image as text, under two lines of caption. */
final class AsciiArt {
    private static final String SHADES = " .:-=+*#%@";
    private static final int SCREEN = 80;
    private static final int LARGE = 16;

    private final List<String> lines = new ArrayList<>();

    /** An image {@code (height, width)} or {@code (height, width, 1)}, not negative. */
    AsciiArt(String caption, String below, Tensor image) {
        lines.addAll(Arrays.asList(caption, below));
        int height = (int) image.shape().dim(0);
        int width = (int) image.shape().dim(1);
        float[] pixels = image.floats();
        float largest = Math.max(image.max().scalar(), Float.MIN_NORMAL);
        // Of a large image, each square of four pixels is shown as one.
        int side = width > LARGE ? 2 : 1;
        for (int y = 0; y + side <= height; y += side) {
            StringBuilder line = new StringBuilder();
            for (int x = 0; x + side <= width; x += side) {
                float sum = 0;
                for (int i = 0; i < side * side; i++) {
                    sum += pixels[(y + i / side) * width + x + i % side];
                }
                char shade = SHADES.charAt(Math.round(sum / (side * side) / largest * (SHADES.length() - 1)));
                // Twice, since a character is twice as high as it is wide.
                line.append(shade).append(shade);
            }
            lines.add(line.toString());
        }
    }

    /** Images of one size side by side, as many as fit on the screen. */
    static String row(List<AsciiArt> images) {
        int width = images.stream()
                .flatMap(image -> image.lines.stream())
                .mapToInt(String::length)
                .reduce(1, Math::max);
        int fitting = Math.max(1, SCREEN / (width + 2));
        StringBuilder text = new StringBuilder();
        for (int i = 0; !images.isEmpty() && i < images.get(0).lines.size(); i++) {
            StringBuilder line = new StringBuilder();
            for (AsciiArt image : images.subList(0, Math.min(fitting, images.size()))) {
                line.append(String.format("%-" + (width + 2) + "s", image.lines.get(i)));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
