package org.kerata.training;

import java.util.List;
import java.util.SplittableRandom;
import org.kerata.autodiff.Elements;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Seeds;

/** Batches of the rows of tensors, or of some of their rows, in order or in another order each time. */
final class ArrayFeed extends Feed {
    private final int from;
    private final int to;
    private final int batchSize;
    private final boolean shuffle;
    private final long seed;
    private long walks;
    private int at;

    /**
     * A feed.
     *
     * @param flat the columns
     * @param from the first row
     * @param to the row after the last
     * @param batchSize rows in a batch
     * @param shuffle whether each walk has an order of its own
     */
    ArrayFeed(List<Tensor> flat, int from, int to, int batchSize, boolean shuffle) {
        this.columns = flat.stream().map(Elements::of).toList();
        this.from = from;
        this.to = to;
        this.batchSize = batchSize;
        this.shuffle = shuffle;
        this.seed = shuffle ? Seeds.next() : 0;
        if (shuffle) {
            order = new int[to - from];
        }
    }

    @Override
    long batches() {
        return ((long) to - from + batchSize - 1) / batchSize;
    }

    @Override
    void restart() {
        at = from;
        int[] o = order;
        if (!shuffle || o == null) {
            return;
        }
        SplittableRandom random = new SplittableRandom(Seeds.mix(seed, walks++));
        for (int i = 0; i < o.length; i++) {
            int j = random.nextInt(i + 1);
            o[i] = o[j];
            o[j] = from + i;
        }
    }

    @Override
    void passOver(int walks) {
        this.walks += walks;
    }

    @Override
    boolean next() {
        if (at >= to) {
            return false;
        }
        first = shuffle ? at - from : at;
        count = Math.min(batchSize, to - at);
        at += count;
        return true;
    }
}
