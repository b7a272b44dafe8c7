package org.kerata.zoo.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.kerata.Input;
import org.kerata.Kerata;
import org.kerata.Model;
import org.kerata.Sequential;
import org.kerata.layers.core.Dense;
import org.kerata.layers.core.Embedding;
import org.kerata.layers.preprocessing.TextVectorization;
import org.kerata.layers.recurrent.LSTM;
import org.kerata.layers.regularization.Dropout;
import org.kerata.training.Fit;
import org.kerata.training.optimizers.Adam;
import org.kerata.zoo.datasets.TextTrainTest;

/**
 * A recurrent network reads text messages word by word and says which are spam; at least 97 % of those for testing are told right, where
 * "never spam" would be for 87 %. What is given as arguments is judged too, as one message.
 */
public final class SmsSpam {
    /** Of a hundred messages two are longer; of those the beginning is read. */
    private static final int LENGTH = 40;

    private static final List<String> UNSEEN = List.of(
            "Running ten minutes late, please start without me",
            "Congratulations! You have been selected for a free holiday, call 0900 123 456 now to claim",
            "Can you call me when you are free?");

    private SmsSpam() {}

    /** {@code SmsSpam [a message …]}. */
    public static void main(String[] args) {
        Kerata.setRandomSeed(1);
        TextTrainTest data = org.kerata.zoo.datasets.SmsSpam.load();
        TextVectorization vectorize = vocabulary(data.xTrain());
        Model model = model(vectorize.vocabularySize());
        model.summary();
        model.compile(new Adam(2e-3), "binary_crossentropy", "accuracy");
        model.fit(
                vectorize.apply(data.xTrain()),
                data.yTrain(),
                new Fit().epochs(3).validationSplit(0.1));
        double accuracy =
                model.evaluate(vectorize.apply(data.xTest()), data.yTest()).get("accuracy");

        List<String> messages = new ArrayList<>(UNSEEN);
        if (args.length > 0) {
            messages.add(String.join(" ", args));
        }
        // With the words' numbers in front, the model takes texts.
        float[] spam = new Sequential(vectorize, model).predict(messages).floats();
        for (int i = 0; i < spam.length; i++) {
            System.out.printf(Locale.ROOT, "%5.1f %% spam: %s%n", 100 * spam[i], messages.get(i));
        }
        Goal.atLeast(0.97, accuracy, "test accuracy");
    }

    /** Gives numbers to the words of the texts that are learnt from, and to no others: in use, new words come too. */
    static TextVectorization vocabulary(List<String> texts) {
        TextVectorization vectorize = new TextVectorization().maxTokens(5000).outputSequenceLength(LENGTH);
        vectorize.adapt(texts);
        return vectorize;
    }

    /** From the numbers of words to a probability of spam. */
    static Model model(int words) {
        return new Sequential(
                new Input(LENGTH).dtype("int32"),
                // 0 stands where a message has ended; with maskZero, the LSTM stops there.
                new Embedding(words, 32).maskZero(true),
                new LSTM(32),
                new Dropout(0.3),
                new Dense(1).activation("sigmoid"));
    }
}
