package org.kerata.zoo.datasets;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.kerata.autodiff.Tensor;

/**
 * 5,574 text messages in English, 747 of them unwanted advertising; in the jar, so always at hand.
 *
 * <p>{@code x} texts as they were sent; {@code y (n)}, int32, an index into {@link #CLASSES}. 4,459 messages to train with and 1,115 to
 * test, divided by a fixed shuffle.
 *
 * <p>Source: T. Almeida and J. Gómez Hidalgo, SMS Spam Collection, UCI Machine Learning Repository, 2011; CC BY 4.0.
 */
public final class SmsSpam {
    /** The names of the classes: what one wants to read, and what not. */
    public static final List<String> CLASSES = List.of("ham", "spam");

    private static final int TEST = 1115;

    private SmsSpam() {}

    /** The messages and their classes. */
    public static TextTrainTest load() {
        List<String> lines = new ArrayList<>(Packed.lines("sms_spam.tsv.gz"));
        Collections.shuffle(lines, new Random(5574));
        List<String> train = lines.subList(0, lines.size() - TEST);
        List<String> test = lines.subList(lines.size() - TEST, lines.size());
        return new TextTrainTest(texts(train), classes(train), texts(test), classes(test));
    }

    private static List<String> texts(List<String> lines) {
        return lines.stream().map(l -> l.substring(l.indexOf('\t') + 1)).toList();
    }

    private static Tensor classes(List<String> lines) {
        return Tensor.of(lines.stream()
                .mapToInt(l -> CLASSES.indexOf(l.substring(0, l.indexOf('\t'))))
                .toArray());
    }
}
