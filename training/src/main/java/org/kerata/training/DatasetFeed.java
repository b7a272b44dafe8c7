package org.kerata.training;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Elements;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.training.data.Batch;
import org.kerata.training.data.Dataset;

/** Batches of a data set. */
final class DatasetFeed extends Feed {
    private final Dataset dataset;
    private final String who;
    private final Layout layout;
    private final Sort sort;
    private final Inspection inspection;
    private @Nullable Iterator<Batch> walk;
    private @Nullable Batch peeked;

    /** Brings a batch into the order of a step's arguments. */
    interface Sort {
        List<Tensor> apply(Batch batch);
    }

    /**
     * A feed.
     *
     * @param walk the walk that the first batch was taken from, which it continues
     * @param peeked that batch
     * @param sort brings a batch into the order of the layout
     */
    DatasetFeed(
            Dataset dataset,
            Iterator<Batch> walk,
            Batch peeked,
            String who,
            Layout layout,
            Sort sort,
            Inspection inspection) {
        this.dataset = dataset;
        this.walk = walk;
        this.peeked = peeked;
        this.who = who;
        this.layout = layout;
        this.sort = sort;
        this.inspection = inspection;
    }

    @Override
    long batches() {
        return dataset.size();
    }

    @Override
    void restart() {
        if (peeked == null) {
            walk = dataset.iterator();
        }
    }

    @Override
    void passOver(int walks) {
        for (int i = 0; i < walks; i++) {
            restart();
            peeked = null;
        }
    }

    @Override
    boolean next() {
        Batch b = peeked;
        Iterator<Batch> w = walk;
        peeked = null;
        if (b == null) {
            if (w == null || !w.hasNext()) {
                return false;
            }
            b = w.next();
        }
        List<Tensor> flat = sort.apply(b);
        columns = flat.stream().map(Elements::of).toList();
        first = 0;
        count = columns.get(0).shape().intDim(0);
        for (int i = 0; i < columns.size(); i++) {
            Layout.Column c = layout.columns().get(i);
            Elements e = columns.get(i);
            if (e.shape().rank() == 0 || !e.shape().slice(1, e.shape().rank()).equals(c.row())) {
                throw new ShapeException(who + ": in a batch, " + c.title() + " must have shape "
                        + c.row().prepend(-1) + ", as in the first one. Received: " + e.shape() + ".");
            }
            if (e.shape().dim(0) != count) {
                throw new ShapeException(who + ": in a batch, " + c.title() + " must have as many samples as "
                        + layout.columns().get(0).title() + ", " + count + ". Received: "
                        + e.shape().dim(0) + ".");
            }
            inspection.check(c, e);
        }
        return true;
    }
}
