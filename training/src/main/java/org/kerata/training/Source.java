package org.kerata.training;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Tensor;
import org.kerata.training.data.Batch;
import org.kerata.training.data.Columns;
import org.kerata.training.data.Dataset;
import org.kerata.training.data.RowBatches;

/**
 * Data that have been looked at, batch by batch, and the step they go through.
 *
 * @param feed the batches
 * @param step the step
 */
record Source(Feed feed, Step step) {
    private static final int BATCH_SIZE = 32;

    /**
     * Samples, all of them or a part.
     *
     * @param batchSize samples in a batch; 0 for 32
     * @param shuffle whether each walk has an order of its own
     * @param part which of the samples
     */
    static Source of(
            String who,
            Compilation c,
            Batch all,
            int batchSize,
            boolean shuffle,
            boolean training,
            boolean allowNonFinite,
            Part part) {
        Compilation.Prepared p = c.prepare(who, all, training);
        int n = p.intake().samples(p.layout(), p.flat());
        int split = part.boundary(n);
        int size = batchSize > 0 ? batchSize : BATCH_SIZE;
        ArrayFeed feed = part.last
                ? new ArrayFeed(p.flat(), split, n, size, shuffle)
                : new ArrayFeed(p.flat(), 0, split, size, shuffle);
        inspect(who, allowNonFinite, p.layout(), feed);
        return new Source(feed, p.step());
    }

    /**
     * The first samples, or the last.
     *
     * @param share the share of the last
     * @param last whether these are meant
     */
    record Part(double share, boolean last) {
        static final Part ALL = new Part(0, false);

        private int boundary(int n) {
            int at = (int) Math.floor(n * (1 - share));
            if (share > 0 && (at == 0 || at == n)) {
                throw new ConfigException("fit: validationSplit " + share + " of " + n + " samples leaves "
                        + (at == 0 ? "none for training." : "none for validation."));
            }
            return at;
        }
    }

    private static void inspect(String who, boolean allowNonFinite, Layout layout, Feed feed) {
        Inspection inspection = new Inspection(who, allowNonFinite);
        for (int i = 0; i < feed.columns.size(); i++) {
            inspection.check(layout.columns().get(i), feed.columns.get(i));
        }
    }

    /** The batches of a data set. */
    static Source of(
            String who,
            Compilation c,
            Dataset data,
            boolean training,
            boolean allowNonFinite,
            @Nullable Map<Integer, Double> classWeight) {
        if (!data.isBatched()) {
            throw new ConfigException(who + ": the data set gives single samples. Put batch(32) behind it.");
        }
        if (data instanceof RowBatches rows) {
            Compilation.Prepared p = c.prepare(who, weighted(rows.all(), classWeight), training);
            p.intake().samples(p.layout(), p.flat());
            RowsFeed feed = new RowsFeed(rows, p.flat());
            inspect(who, allowNonFinite, p.layout(), feed);
            return new Source(feed, p.step());
        }
        Iterator<Batch> walk = data.iterator();
        if (!walk.hasNext()) {
            throw new ConfigException(who + ": there is no data: the data set has no batches.");
        }
        Batch first = walk.next();
        Compilation.Prepared p = c.prepare(who, weighted(first, classWeight), training);
        DatasetFeed.Sort sort = b -> p.flat(weighted(b, classWeight));
        return new Source(
                new DatasetFeed(data, walk, first, who, p.layout(), sort, new Inspection(who, allowNonFinite)),
                p.step());
    }

    /** The same samples with weights from their classes, if there are such. */
    static Batch weighted(Batch b, @Nullable Map<Integer, Double> classWeight) {
        if (classWeight == null) {
            return b;
        }
        if (b.weights() != null) {
            throw new ConfigException("fit: classWeight and sampleWeight cannot both be given.");
        }
        Columns y = b.targets();
        List<Tensor> targets = y == null ? List.of() : y.tensors();
        if (y == null || targets.size() != 1) {
            throw new ConfigException("fit: classWeight is only for models with a single output. Use sampleWeight.");
        }
        return new Batch(b.inputs(), y, Columns.of(ClassWeights.of(classWeight, targets.get(0))));
    }
}
