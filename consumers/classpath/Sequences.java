import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.kerata.Input;
import org.kerata.Kerata;
import org.kerata.Model;
import org.kerata.Sequential;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.core.Dense;
import org.kerata.layers.core.Embedding;
import org.kerata.layers.recurrent.LSTM;
import org.kerata.training.Fit;
import org.kerata.training.optimizers.Adam;

/** Learns which sequences hold a 7, saves the model and loads it again, and prints the loss. No build tool but javac. */
public final class Sequences {
    private Sequences() {}

    public static void main(String[] args) throws Exception {
        Kerata.setRandomSeed(1);
        Random random = new Random(1);
        int[] x = new int[512 * 6];
        int[] y = new int[512];
        for (int i = 0; i < x.length; i++) {
            x[i] = 1 + random.nextInt(12);
            y[i / 6] |= x[i] == 7 ? 1 : 0;
        }
        Tensor sequences = Tensor.of(x, 512, 6);
        Tensor labels = Tensor.of(y);
        Model model = new Sequential(
                new Input(6).dtype("int32"),
                new Embedding(13, 8).maskZero(true),
                new LSTM(16),
                new Dense(1).activation("sigmoid"));
        model.compile(new Adam(1e-2), "binary_crossentropy", "accuracy");
        double[] losses =
                model.fit(sequences, labels, new Fit().epochs(15).verbose(0)).get("loss");
        Path file = Files.createTempFile("sequences", ".keras");
        model.save(file);
        Model again = Model.load(file);
        Files.delete(file);
        if (!again.predict(sequences).toString().equals(model.predict(sequences).toString())) {
            throw new IllegalStateException("The loaded model answers otherwise.");
        }
        System.out.printf("loss: %.4f%n", losses[losses.length - 1]);
        if (!(losses[losses.length - 1] < 0.75 * losses[0])) {
            throw new IllegalStateException("The loss was " + losses[0] + " at first: nothing was learnt.");
        }
    }
}
