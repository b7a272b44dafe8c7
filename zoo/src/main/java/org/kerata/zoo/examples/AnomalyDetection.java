package org.kerata.zoo.examples;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.kerata.Input;
import org.kerata.Kerata;
import org.kerata.Model;
import org.kerata.Sequential;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.convolutional.Conv1D;
import org.kerata.layers.convolutional.Conv1DTranspose;
import org.kerata.layers.regularization.Dropout;
import org.kerata.training.Fit;
import org.kerata.training.callbacks.EarlyStopping;
import org.kerata.training.callbacks.History;
import org.kerata.training.optimizers.Adam;
import org.kerata.zoo.datasets.Numenta;
import org.kerata.zoo.datasets.TimeSeries;

/**
 * An autoencoder learns to tell days of a measurement again from a summary, and so finds the day that is unlike those it knows. The
 * network, data and training are those of Keras's example "timeseries_anomaly_detection", and so is the loss on what is kept back, near
 * 0.0225. The series are read from disk, or downloaded the first time (0.3 MB).
 */
public final class AnomalyDetection {
    /** A day in steps of five minutes. */
    private static final int DAY = 288;

    private static final LocalDate JUMP = LocalDate.of(2014, 4, 11);

    /** One value in so many is drawn. */
    private static final int STEP = 4;

    private static final String HEIGHTS = "▁▂▃▄▅▆▇█";

    private AnomalyDetection() {}

    /** {@code AnomalyDetection}, without arguments. */
    public static void main(String[] args) {
        Kerata.setRandomSeed(1);
        TimeSeries usual = Numenta.dailySmallNoise();
        TimeSeries watched = Numenta.dailyJumpsUp();
        Scale scale = Scale.of(usual.column("value"));
        Tensor train = windows(scale.apply(usual.column("value")));
        Tensor test = windows(scale.apply(watched.column("value")));

        Model model = autoencoder();
        model.summary();
        model.compile(new Adam(1e-3), "mse");
        History history = model.fit(
                train,
                train,
                new Fit()
                        .epochs(50)
                        .batchSize(128)
                        .validationSplit(0.1)
                        .callbacks(new EarlyStopping("val_loss").patience(5).restoreBestWeights(true)));

        // No day that it knows is told worse than this.
        float worst = errors(model, train).max().scalar();
        boolean[] strange = strange(errors(model, test).floats(), worst);
        show(watched, strange);
        Goal.atMost(0.025, Arrays.stream(history.get("val_loss")).min().orElse(Double.NaN), 4, "validation loss");
        Goal.atLeast(0.95, onDay(JUMP, watched, strange), "found on the unusual day, of all that was found");
    }

    /**
     * What makes a series one of mean 0 and deviation 1.
     *
     * @param mean the mean of the usual
     * @param deviation the standard deviation of the usual, of a sample
     */
    record Scale(double mean, double deviation) {
        static Scale of(Tensor values) {
            double mean = values.mean().scalar();
            double squares = values.minus(mean).pow(2).sum().scalar();
            return new Scale(mean, Math.sqrt(squares / (values.shape().size() - 1)));
        }

        Tensor apply(Tensor values) {
            return values.minus(mean).div(deviation);
        }
    }

    /** Every stretch of a day, {@code (windows, DAY, 1)}. */
    static Tensor windows(Tensor values) {
        return Ops.expandDims(Ops.extractSequences(values, DAY, 1), 2);
    }

    static Model autoencoder() {
        return new Sequential(
                new Input(DAY, 1),
                new Conv1D(32, 7).padding("same").strides(2).activation("relu"),
                new Dropout(0.2),
                new Conv1D(16, 7).padding("same").strides(2).activation("relu"),
                new Conv1DTranspose(16, 7).padding("same").strides(2).activation("relu"),
                new Dropout(0.2),
                new Conv1DTranspose(32, 7).padding("same").strides(2).activation("relu"),
                new Conv1DTranspose(1, 7).padding("same"));
    }

    /** How far each window told again is off, on average over the day. */
    private static Tensor errors(Model model, Tensor windows) {
        return Ops.abs(model.predict(windows).minus(windows)).mean(1, 2);
    }

    /** Which moments are strange: those of which each window, of all that they lie in, is told worse than any that is known. */
    static boolean[] strange(float[] errors, float worst) {
        boolean[] strange = new boolean[errors.length + DAY - 1];
        int badly = 0;
        for (int moment = 0; moment < errors.length; moment++) {
            badly = errors[moment] > worst ? badly + 1 : 0;
            // The windows that begin from a day before the moment to at the moment.
            strange[moment] = badly >= DAY;
        }
        return strange;
    }

    /** The share of the strange moments that lies on one day. */
    private static double onDay(LocalDate day, TimeSeries series, boolean[] strange) {
        int[] found = IntStream.range(0, strange.length).filter(i -> strange[i]).toArray();
        return Arrays.stream(found)
                        .filter(i -> series.times().get(i).toLocalDate().equals(day))
                        .count()
                / (double) found.length;
    }

    /** Draws each day as a line, and what is strange below it. */
    private static void show(TimeSeries series, boolean[] strange) {
        float[] values = series.column("value").floats();
        float largest = series.values().max().scalar();
        for (int from = 0; from < values.length; from += DAY) {
            StringBuilder line = new StringBuilder();
            StringBuilder marks = new StringBuilder();
            for (int i = from; i < from + DAY; i += STEP) {
                line.append(HEIGHTS.charAt(Math.round(values[i] / largest * (HEIGHTS.length() - 1))));
                marks.append(strange[i] ? '^' : ' ');
            }
            System.out.println(series.times().get(from).toLocalDate() + " " + line);
            if (marks.indexOf("^") >= 0) {
                System.out.println("   unusual " + marks);
            }
        }
    }
}
