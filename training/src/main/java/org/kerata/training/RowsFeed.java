package org.kerata.training;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Elements;
import org.kerata.autodiff.Tensor;
import org.kerata.training.data.RowBatches;

/** Batches of a data set whose samples are rows of tensors, copied from where these lie. */
final class RowsFeed extends Feed {
    private final RowBatches dataset;
    private @Nullable Iterator<int[]> walk;

    RowsFeed(RowBatches dataset, List<Tensor> flat) {
        this.dataset = dataset;
        this.columns = flat.stream().map(Elements::of).toList();
    }

    @Override
    long batches() {
        return dataset.size();
    }

    @Override
    void restart() {
        walk = dataset.indices();
    }

    @Override
    void passOver(int walks) {
        for (int i = 0; i < walks; i++) {
            restart();
        }
    }

    @Override
    boolean next() {
        Iterator<int[]> w = walk;
        if (w == null || !w.hasNext()) {
            return false;
        }
        int[] rows = w.next();
        order = rows;
        first = 0;
        count = rows.length;
        return true;
    }
}
