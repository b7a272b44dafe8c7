package com.example;

import org.kerata.Input;
import org.kerata.Kerata;
import org.kerata.Sequential;
import org.kerata.layers.core.Dense;
import org.kerata.training.Fit;
import org.kerata.training.callbacks.History;

/** Learns which points lie in a circle, and prints the loss. */
public final class App {
    private App() {}

    public static void main(String[] args) {
        Kerata.setRandomSeed(1);
        float[][] x = new float[400][2];
        int[] y = new int[400];
        for (int i = 0; i < x.length; i++) {
            x[i][0] = (i % 20 - 9.5f) / 10;
            x[i][1] = (i / 20 - 9.5f) / 10;
            y[i] = Math.hypot(x[i][0], x[i][1]) < 0.7 ? 1 : 0;
        }
        Sequential model = new Sequential(
                new Input(2), new Dense(32).activation("relu"), new Dense(1).activation("sigmoid"));
        model.compile("adam", "binary_crossentropy", "accuracy");
        History history = model.fit(x, y, new Fit().epochs(100).verbose(0));
        double[] losses = history.get("loss");
        System.out.printf("loss: %.4f%n", losses[losses.length - 1]);
        if (!(losses[losses.length - 1] < 0.75 * losses[0])) {
            throw new IllegalStateException("The loss was " + losses[0] + " at first: nothing was learnt.");
        }
    }
}
