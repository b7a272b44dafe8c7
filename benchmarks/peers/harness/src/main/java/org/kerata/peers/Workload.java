package org.kerata.peers;

/** What every participant works on; {@code workloads.py} says the same. Shapes of one sample are channels last. */
public enum Workload {
    W1(128, 10, true, 784),
    W2(128, 10, true, 28, 28, 1),
    W3(64, 10, true, 32, 32, 3),
    W4(32, 2, true, 80),
    W5(32, 2, true, 128),
    W6b1(1, 1000, false, 224, 224, 3),
    W6b8(8, 1000, false, 224, 224, 3),
    W7(16, 3, true, 4),
    W8(64, 10, true, 64, 64);

    public final int batch;
    public final int classes;
    public final boolean training;
    private final int[] sample;

    Workload(int batch, int classes, boolean training, int... sample) {
        this.batch = batch;
        this.classes = classes;
        this.training = training;
        this.sample = sample;
    }

    /** Inputs are words below this number; 0 if they are real numbers. */
    public int vocabulary() {
        return this == W4 || this == W5 ? 20_000 : 0;
    }

    /** Whether one output tells two classes apart. */
    public boolean isBinary() {
        return this == W4;
    }

    /** Numbers in one sample. */
    public int features() {
        int product = 1;
        for (int size : sample) {
            product *= size;
        }
        return product;
    }

    /** {@code (batch, features)}, {@code (batch, steps, features)} or {@code (batch, height, width, channels)}. */
    public long[] channelsLastShape() {
        long[] shape = new long[sample.length + 1];
        shape[0] = batch;
        for (int i = 0; i < sample.length; i++) {
            shape[i + 1] = sample[i];
        }
        return shape;
    }

    /** The same, but for images {@code (batch, channels, height, width)}. */
    public long[] channelsFirstShape() {
        return sample.length == 3 ? new long[] {batch, sample[2], sample[0], sample[1]} : channelsLastShape();
    }
}
