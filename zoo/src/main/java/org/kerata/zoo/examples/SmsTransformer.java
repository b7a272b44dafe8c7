package org.kerata.zoo.examples;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.kerata.Input;
import org.kerata.Kerata;
import org.kerata.Model;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.ops.Slice;
import org.kerata.layers.Call;
import org.kerata.layers.Layer;
import org.kerata.layers.attention.MultiHeadAttention;
import org.kerata.layers.core.Dense;
import org.kerata.layers.core.Embedding;
import org.kerata.layers.initializers.RandomUniform;
import org.kerata.layers.merging.Add;
import org.kerata.layers.normalization.LayerNormalization;
import org.kerata.layers.pooling.GlobalAveragePooling1D;
import org.kerata.layers.preprocessing.TextVectorization;
import org.kerata.layers.regularization.Dropout;
import org.kerata.training.Fit;
import org.kerata.training.optimizers.Adam;
import org.kerata.zoo.datasets.TextTrainTest;

/**
 * A small transformer tells which text messages are spam, at least 97 % of those for testing right, and shows which words it looked at the
 * most. The network is that of Keras's example "text_classification_with_transformer".
 */
public final class SmsTransformer {
    private static final int LENGTH = 40;
    private static final int WIDTH = 32;
    private static final int HEADS = 2;

    private static final List<String> UNSEEN = List.of(
            "You have won a weekend in Paris! To claim your prize call 0900 123 456 now",
            "Can you call me when you are free?",
            "Win tickets for the big match, text GOAL to 80800, only £1.50 per message",
            "I won at chess last night, drinks are on me");

    private SmsTransformer() {}

    /** {@code SmsTransformer}, without arguments. */
    public static void main(String[] args) {
        Kerata.setRandomSeed(1);
        TextTrainTest data = org.kerata.zoo.datasets.SmsSpam.load();
        TextVectorization vectorize = vocabulary(data.xTrain());
        Transformer transformer = Transformer.of(vectorize.vocabularySize());
        Model model = transformer.classifier();
        model.summary();
        model.compile(new Adam(1e-3), "binary_crossentropy", "accuracy");
        model.fit(
                vectorize.apply(data.xTrain()),
                data.yTrain(),
                new Fit().epochs(3).validationSplit(0.1));
        double accuracy =
                model.evaluate(vectorize.apply(data.xTest()), data.yTest()).get("accuracy");

        for (String message : UNSEEN) {
            System.out.printf(
                    Locale.ROOT,
                    "%5.1f %% spam: %s%n             %s%n",
                    100 * model.predict(vectorize.apply(message)).scalar(),
                    message,
                    "looked at: " + String.join(", ", mostLookedAt(transformer, vectorize, message)));
        }
        Goal.atLeast(0.97, accuracy, "test accuracy");
    }

    /** Gives numbers to words, and to a mark in front of each message: so there is something to look at in ":-)" too, which has no words. */
    static TextVectorization vocabulary(List<String> texts) {
        TextVectorization vectorize = new TextVectorization()
                .maxTokens(5000)
                .outputSequenceLength(LENGTH)
                .standardize(text -> "[start] " + text.toLowerCase(Locale.ROOT).replaceAll("\\p{Punct}", ""));
        vectorize.adapt(texts);
        return vectorize;
    }

    /** The three words of a message which all its words, on average, look at the most. */
    static List<String> mostLookedAt(Transformer transformer, TextVectorization vectorize, String message) {
        List<String> words = vectorize.tokens(message);
        int n = Math.min(words.size(), LENGTH);
        // Looks from words that are there, in the mean over the heads.
        Tensor looks =
                transformer.gaze().predict(vectorize.apply(message)).get(0).mean(0);
        float[] attention = Ops.slice(looks, Slice.of(0, n)).mean(0).floats();
        return IntStream.range(1, n)
                .boxed()
                .sorted(Comparator.comparing(i -> -attention[i]))
                .map(words::get)
                .distinct()
                .limit(3)
                .toList();
    }

    /** Adds to each word what tells its place: learnt, {@code (batch, LENGTH, WIDTH)} in and out. */
    static final class Places extends Layer {
        private Variable places;

        Places() {
            // What is said of the words' ends holds for what comes out, too.
            supportsMasking(true);
        }

        @Override
        protected void build(Shape input) {
            places = weight("places", input.without(0), new RandomUniform());
        }

        @Override
        protected Tensor call(Tensor words, Call call) {
            return words.plus(places);
        }
    }

    /**
     * The classifier, and within it what says where it looks.
     *
     * @param classifier from the numbers of words to a probability of spam, {@code (batch, 1)}
     * @param gaze from the same to the attention of each word to each, {@code (batch, HEADS, LENGTH, LENGTH)}
     */
    record Transformer(Model classifier, Model gaze) {
        static Transformer of(int words) {
            Input numbers = new Input(LENGTH).dtype("int32");
            Tensor embedded = new Places()
                    .apply(new Embedding(words, WIDTH).maskZero(true).apply(numbers));

            // A block: what a word sees in the others is added to it, and what follows from that.
            List<Tensor> seen = new MultiHeadAttention(HEADS, WIDTH)
                    .dropout(0.1)
                    .returnAttentionScores(true)
                    .applyAll(List.of(embedded, embedded));
            Tensor informed = addAndNormalize(embedded, seen.get(0));
            Tensor thought =
                    new Dense(WIDTH).apply(new Dense(32).activation("relu").apply(informed));
            Tensor block = addAndNormalize(informed, thought);

            Tensor message = new Dropout(0.1).apply(new GlobalAveragePooling1D().apply(block));
            Tensor summary = new Dense(20).activation("relu").apply(message);
            Tensor spam = new Dense(1).activation("sigmoid").apply(new Dropout(0.1).apply(summary));
            return new Transformer(Model.of(numbers, spam), Model.of(numbers, seen.get(1)));
        }

        private static Tensor addAndNormalize(Tensor before, Tensor found) {
            return new LayerNormalization().epsilon(1e-6).apply(new Add().apply(before, new Dropout(0.1).apply(found)));
        }
    }
}
