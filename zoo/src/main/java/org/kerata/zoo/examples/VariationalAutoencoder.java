package org.kerata.zoo.examples;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.kerata.Input;
import org.kerata.Kerata;
import org.kerata.Model;
import org.kerata.Sequential;
import org.kerata.autodiff.Compiled;
import org.kerata.autodiff.Gradients;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.layers.Call;
import org.kerata.layers.Layer;
import org.kerata.layers.Mode;
import org.kerata.layers.Option;
import org.kerata.layers.SeedGenerator;
import org.kerata.layers.convolutional.Conv2D;
import org.kerata.layers.convolutional.Conv2DTranspose;
import org.kerata.layers.core.Dense;
import org.kerata.layers.reshaping.Flatten;
import org.kerata.layers.reshaping.Reshape;
import org.kerata.training.data.Batch;
import org.kerata.training.data.Dataset;
import org.kerata.training.losses.Losses;
import org.kerata.training.metrics.Mean;
import org.kerata.training.optimizers.Adam;
import org.kerata.zoo.datasets.FashionMnist;
import org.kerata.zoo.datasets.TrainTest;

/**
 * A variational autoencoder describes pictures of clothing by two numbers, and draws from any two numbers pictures that it has never seen.
 * It is a model of its own class, with a layer that draws at random, in a training loop of its own. On pictures for testing, what is drawn
 * again and what the numbers tell cost at most 280 nats a picture together (D. Kingma and M. Welling, Auto-Encoding Variational Bayes,
 * 2013). Fashion-MNIST is read from disk, or downloaded the first time (30 MB).
 */
public final class VariationalAutoencoder {
    private static final int CODE = 2;
    private static final int BATCH = 128;
    private static final int EPOCHS = 4;

    private VariationalAutoencoder() {}

    /** {@code VariationalAutoencoder}, without arguments. */
    public static void main(String[] args) {
        Kerata.setRandomSeed(1);
        TrainTest data = FashionMnist.load();
        Tensor train = pictures(data.xTrain());
        Tensor test = pictures(data.xTest());

        Autoencoder model = new Autoencoder();
        model.build(-1, 28, 28, 1);
        model.summary();
        Cost cost = new Cost(model);
        Compiled step = step(model, cost, new Adam(2e-3));
        for (int epoch = 1; epoch <= EPOCHS; epoch++) {
            cost.reset();
            for (Batch batch : Dataset.of(train).shuffle(60_000, epoch).batch(BATCH, true)) {
                step.run(batch.x());
            }
            System.out.printf(Locale.ROOT, "Epoch %d: %s%n", epoch, cost);
        }
        Compiled measure = Compiled.of(cost::of);
        cost.reset();
        for (Batch batch : Dataset.of(test).batch(1000)) {
            measure.run(batch.x());
        }
        System.out.printf(Locale.ROOT, "For testing: %s%n%n", cost);

        show(model, test);
        Goal.atMost(280, cost.sum(), 1, "test loss");
    }

    /** One step of training, on a batch of pictures. */
    static Compiled step(Autoencoder model, Cost cost, Adam optimizer) {
        return Compiled.of(pictures -> {
            Tensor loss = cost.of(pictures);
            List<Variable> weights = model.trainableWeights();
            optimizer.apply(Gradients.of(loss, weights), weights);
            return loss;
        });
    }

    /** Pixels from 0 to 1, {@code (n, 28, 28, 1)}. */
    private static Tensor pictures(Tensor pixels) {
        return pixels.div(255).reshape(-1, 28, 28, 1);
    }

    /** Draws numbers that are normal around a mean, and adds to the loss what they tell: their divergence from those that tell nothing. */
    static final class Draw extends Layer {
        private final Option<Long> seed = optional("seed", SEED);
        private SeedGenerator random;

        @Override
        protected void build(Shape input) {
            random = seedGenerator(seed);
        }

        /** Means and logarithms of variances {@code (batch, 2 · CODE)} to draws {@code (batch, CODE)}, or to the means outside of training. */
        @Override
        protected Tensor call(Tensor x, Call call) {
            List<Tensor> parts = Ops.split(x, 2, 1);
            Tensor mean = parts.get(0);
            Tensor logVariance = parts.get(1);
            if (!call.training()) {
                return mean;
            }
            Tensor variance = Ops.exp(logVariance);
            Tensor told = mean.pow(2).plus(variance).minus(logVariance).minus(1).times(0.5);
            call.addLoss(told.sum(1).mean());
            Tensor noise = Ops.randomNormal(random.next(), mean.shape().dims());
            return mean.plus(Ops.sqrt(variance).times(noise));
        }
    }

    /** From pictures to numbers that describe them, and from these to pictures, {@code (batch, 28, 28, 1)} in and out. */
    static final class Autoencoder extends Model {
        private final Sequential encoder = track(new Sequential(
                        new Input(28, 28, 1),
                        new Conv2D(16, 3).strides(2).padding("same").activation("relu"),
                        new Conv2D(32, 3).strides(2).padding("same").activation("relu"),
                        new Flatten(),
                        new Dense(32).activation("relu"),
                        new Dense(2 * CODE))
                .name("encoder"));
        private final Draw draw = track(new Draw());
        private final Sequential decoder = track(new Sequential(
                        new Input(CODE),
                        new Dense(7 * 7 * 32).activation("relu"),
                        new Reshape(7, 7, 32),
                        new Conv2DTranspose(32, 3).strides(2).padding("same").activation("relu"),
                        new Conv2DTranspose(16, 3).strides(2).padding("same").activation("relu"),
                        new Conv2DTranspose(1, 3).padding("same").activation("sigmoid"))
                .name("decoder"));

        @Override
        protected Tensor call(Tensor pictures, Call call) {
            return decoder.apply(draw.apply(encoder.apply(pictures)));
        }

        /** The pictures that numbers {@code (n, CODE)} describe. */
        Tensor picturesOf(Tensor numbers) {
            return decoder.predict(numbers);
        }
    }

    /** What pictures cost on average, in nats: those that are drawn again by how unlike they are, the numbers by how much they tell. */
    static final class Cost {
        private final Autoencoder model;
        private final Mean reconstruction = new Mean();
        private final Mean divergence = new Mean();

        Cost(Autoencoder model) {
            this.model = model;
        }

        /** The cost of a batch, recorded. */
        Tensor of(Tensor pictures) {
            Tensor again = model.apply(pictures, Mode.TRAINING);
            Tensor unlike = Losses.binaryCrossentropy(pictures, again).sum(1, 2).mean();
            // What the layer of draws added.
            Tensor told = model.extraLoss();
            reconstruction.record(unlike);
            divergence.record(told);
            return unlike.plus(told);
        }

        void reset() {
            reconstruction.reset();
            divergence.reset();
        }

        double sum() {
            return reconstruction.value().scalar() + divergence.value().scalar();
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "loss %.2f = reconstruction %.2f + KL %.2f",
                    sum(),
                    reconstruction.value().scalar(),
                    divergence.value().scalar());
        }
    }

    /** Prints pictures beside what became of them, and some that there never were. */
    private static void show(Autoencoder model, Tensor pictures) {
        Tensor some = Ops.take(pictures, Tensor.of(new int[] {0, 2}), 0);
        Tensor again = model.predict(some);
        for (int i = 0; i < 2; i++) {
            System.out.println(AsciiArt.row(List.of(
                    new AsciiArt("a picture", "", some.get(i)), new AsciiArt("drawn again", "", again.get(i)))));
        }
        float[][] numbers = {{-1, 1}, {1, 1}, {-1, -1}, {1, -1}};
        Tensor drawn = model.picturesOf(Tensor.of(numbers));
        List<AsciiArt> invented = IntStream.range(0, numbers.length)
                .mapToObj(i -> new AsciiArt("drawn from " + numbers[i][0] + ", " + numbers[i][1], "", drawn.get(i)))
                .toList();
        System.out.println(AsciiArt.row(invented.subList(0, 2)));
        System.out.println(AsciiArt.row(invented.subList(2, 4)));
    }
}
