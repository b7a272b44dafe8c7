package org.kerata.zoo.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.kerata.Input;
import org.kerata.Kerata;
import org.kerata.Model;
import org.kerata.autodiff.Tensor;
import org.kerata.training.Compile;
import org.kerata.training.Evaluate;
import org.kerata.training.Fit;
import org.kerata.training.losses.SparseCategoricalCrossentropy;
import org.kerata.training.optimizers.Adam;

class ShakespeareTest {
    private static final String TEXT = "to be, or not to be.\n".repeat(40);

    private final Shakespeare.Letters letters = Shakespeare.Letters.of(TEXT);

    @Test
    void lettersHaveNumbers() {
        assertEquals("\n ,.benort", letters.sorted());
        assertArrayEquals(new int[] {4, 5, 4, 1, 7}, letters.numbers("bXeb o"));
        assertEquals('b', letters.at(4));
    }

    @Test
    void piecesAreFollowedByThemselvesALetterLater() {
        Shakespeare.Pieces pieces = Shakespeare.Pieces.of(letters.numbers(TEXT.substring(0, 129)));
        assertEquals("(2, 64)", pieces.now().shape().toString());
        int[] now = pieces.now().ints();
        int[] next = pieces.next().ints();
        assertEquals(letters.sorted().indexOf(TEXT.charAt(128)), next[127]);
        assertArrayEquals(Arrays.copyOfRange(now, 1, 128), Arrays.copyOf(next, 127));
        assertEquals(
                1,
                Shakespeare.Pieces.of(letters.numbers(TEXT.substring(0, 128))).count());
    }

    @Test
    void learnsASentenceAndWritesIt() {
        Kerata.setRandomSeed(1);
        Shakespeare.Pieces pieces = Shakespeare.Pieces.of(letters.numbers(TEXT));
        Model model = Shakespeare.model(new Input(64), letters.count(), false);
        model.compile(
                new Compile().optimizer(new Adam(1e-2)).loss(new SparseCategoricalCrossentropy().fromLogits(true)));
        model.fit(
                pieces.now(), pieces.next(), new Fit().epochs(40).batchSize(13).verbose(0));
        double loss = model.evaluate(pieces.now(), pieces.next(), new Evaluate().verbose(0))
                .loss();
        assertTrue(loss < 0.2, "loss " + loss);

        Model writer = Shakespeare.model(Input.ofBatchShape(1, 1), letters.count(), true);
        writer.setWeights(model.getWeights());
        String written = "to be, or not to be.\nto be, or not to be.\nto be,";
        assertEquals(written, Shakespeare.write(writer, letters, "to be, ", written.length() - 7, new Random(1)));
    }

    @Test
    void theStateOfTheWriterIsWhatTheReaderHasSeen() {
        Kerata.setRandomSeed(1);
        Model model = Shakespeare.model(new Input(64), letters.count(), false);
        Model writer = Shakespeare.model(Input.ofBatchShape(1, 1), letters.count(), true);
        writer.setWeights(model.getWeights());
        int[] numbers = letters.numbers(TEXT.substring(0, 64));
        float[][] read = model.predict(Tensor.of(numbers, 1, 64)).floats3()[0];
        for (int i = 0; i < 64; i++) {
            float[] step =
                    writer.predict(Tensor.of(new int[] {numbers[i]}, 1, 1)).floats();
            assertArrayEquals(read[i], step, 1e-5f, "letter " + i);
        }
    }
}
