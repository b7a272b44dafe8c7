package org.kerata.training;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Compiled;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Elements;
import org.kerata.autodiff.Engine;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Spec;
import org.kerata.layers.Call;
import org.kerata.layers.Mode;
import org.kerata.layers.Network;
import org.kerata.training.callbacks.CallbackList;
import org.kerata.training.callbacks.ProgbarLogger;
import org.kerata.training.data.Batch;
import org.kerata.training.data.Columns;
import org.kerata.training.data.Dataset;
import org.kerata.training.internal.Finite;
import org.kerata.training.internal.RowCopy;

/** The outputs of a network for inputs. Any number of threads ask at the same time, also while another trains. */
final class Predictions {
    private static final int BATCH_SIZE = 32;
    private static final int EXACT_SIZES = 8;
    private static final int SAMPLE_ROWS = 7;
    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(1 << 12);

    private final Network network;
    private final ReentrantReadWriteLock lock;
    private final BooleanSupplier eager;
    private final Compiled compiled;
    private final Map<Layout, Sizes> sizes = new HashMap<>();

    /** For inputs of one layout: the batch sizes that have programs of their own, and whether others may be filled up to them. */
    private static final class Sizes {
        final boolean fillable;
        final Set<Integer> exact = new HashSet<>();
        final Set<Integer> used = new HashSet<>();

        Sizes(boolean fillable) {
            this.fillable = fillable;
        }

        private int sizeFor(int count) {
            if (!fillable || exact.contains(count)) {
                return count;
            }
            if (exact.size() < EXACT_SIZES) {
                exact.add(count);
                return count;
            }
            int step = Math.max(1, Integer.highestOneBit(count) / 4);
            return (count + step - 1) / step * step;
        }
    }

    /** For a network; {@code eager} says whether it computes op by op. */
    Predictions(Network network, ReentrantReadWriteLock lock, BooleanSupplier eager) {
        this.network = network;
        this.lock = lock;
        this.eager = eager;
        this.compiled = Compiled.ofList(this::apply).under(lock);
    }

    private List<Tensor> apply(List<Tensor> inputs) {
        return network.applyAll(inputs, Call.start(Mode.INFERENCE));
    }

    /** The outputs for all samples. */
    List<Tensor> predict(Columns x, Predict how, LongFunction<CallbackList> callbacks) {
        Intake intake = new Intake("predict", network);
        intake.requireBuilt();
        List<Tensor> inputs = intake.inputs(x);
        Layout layout = intake.layout(inputs);
        int n = intake.samples(layout, inputs);
        int size = Math.min(n, how.batchSize() > 0 ? how.batchSize() : BATCH_SIZE);
        ArrayFeed feed = new ArrayFeed(inputs, 0, n, size, false);
        return run(feed, layout, size, how.steps() > 0 ? Math.min(n, (long) how.steps() * size) : n, callbacks);
    }

    /**
     * The size of the program that takes this many rows: what a call has used before, or the size itself as long as there are few of them,
     * else the next of some. A thousand sizes do not make a thousand programs, and few sizes waste nothing.
     */
    private int programSize(Layout layout, int count, int before) {
        synchronized (sizes) {
            Sizes s = sizes.computeIfAbsent(layout, l -> new Sizes(isFillable(l)));
            int size = s.fillable && count < before ? before : s.sizeFor(count);
            s.used.add(size);
            return size;
        }
    }

    /** How many programs were asked for, by size. */
    int programs() {
        synchronized (sizes) {
            return sizes.values().stream().mapToInt(s -> s.used.size()).sum();
        }
    }

    private boolean isFillable(Layout layout) {
        try {
            return RowIndependence.of(network, layout.specs(SAMPLE_ROWS));
        } catch (ShapeException e) {
            return false;
        }
    }

    private List<Tensor> run(Feed feed, Layout layout, int size, long samples, LongFunction<CallbackList> callbacks) {
        long steps = (samples + size - 1) / size;
        CallbackList list = callbacks.apply(steps);
        Collected collected = new Collected(samples);
        try {
            list.onPredictBegin(new Logs());
            try (Open open = new Open(layout)) {
                feed.restart();
                for (long i = 0; i < steps && feed.next(); i++) {
                    FitLoop.requireNotInterrupted("predict");
                    list.onPredictBatchBegin(i, new Logs());
                    collected.add(open.run(feed), feed.count(), open.size);
                    list.onPredictBatchEnd(i, new Logs());
                }
            }
        } finally {
            list.find(ProgbarLogger.class).ifPresent(ProgbarLogger::close);
        }
        list.onPredictEnd(new Logs());
        return collected.tensors();
    }

    /** The outputs for the batches of a data set. */
    List<Tensor> predict(Dataset data, Predict how, LongFunction<CallbackList> callbacks) {
        if (!data.isBatched()) {
            throw new ConfigException("predict: the data set gives single samples. Put batch(32) behind it.");
        }
        if (how.batchSize() > 0) {
            throw new ConfigException("predict: batchSize is not for data sets. Put it into the data set.");
        }
        List<List<Tensor>> parts = new ArrayList<>();
        CallbackList list = callbacks.apply(data.size());
        list.onPredictBegin(new Logs());
        Iterator<Batch> walk = data.iterator();
        for (long i = 0; walk.hasNext() && (how.steps() <= 0 || i < how.steps()); i++) {
            list.onPredictBatchBegin(i, new Logs());
            parts.add(predict(
                    walk.next().inputs(),
                    new Predict().batchSize(Integer.MAX_VALUE),
                    n -> new CallbackList(List.of())));
            list.onPredictBatchEnd(i, new Logs());
        }
        list.onPredictEnd(new Logs());
        if (parts.isEmpty()) {
            throw new ConfigException("predict: there is no data: the data set has no batches.");
        }
        return joined(parts);
    }

    private static List<Tensor> joined(List<List<Tensor>> parts) {
        List<Tensor> out = new ArrayList<>();
        for (int i = 0; i < parts.get(0).size(); i++) {
            long rows = 0;
            for (List<Tensor> p : parts) {
                rows += p.get(i).shape().dim(0);
            }
            Collected.Column c = new Collected.Column(parts.get(0).get(i).spec(), rows);
            for (List<Tensor> p : parts) {
                Elements e = Elements.of(p.get(i));
                c.add(e.bytes(), e.shape().intDim(0));
            }
            out.add(c.tensor());
        }
        return out;
    }

    /** The program that a call uses. */
    private final class Open implements AutoCloseable {
        private final Layout layout;
        private final Finite nans = new Finite();
        private @Nullable Runner runner;
        private @Nullable Runner exact;
        private int size;

        Open(Layout layout) {
            this.layout = layout;
        }

        Runner run(Feed feed) {
            boolean compiles = !eager.getAsBoolean();
            int wanted = compiles ? programSize(layout, feed.count(), size) : feed.count();
            Runner r = runner;
            if (r == null || size != wanted) {
                close();
                List<Spec> specs = layout.specs(wanted);
                r = compiles
                        ? new CompiledRunner(compiled.open(specs))
                        : new EagerRunner(Predictions.this::apply, lock.readLock(), specs);
                runner = r;
                size = wanted;
            }
            feed.fill(layout, r);
            if (feed.count() < size) {
                clear(r, feed.count());
            }
            if (!compiles || !holdsNan(r)) {
                r.run();
                return r;
            }
            return exactly(r);
        }

        /** Whether a number in the inputs is NaN: native kernels lose it at a ReLU or a maximum. */
        private boolean holdsNan(Runner r) {
            for (int i = 0; i < layout.columns().size(); i++) {
                if (layout.columns().get(i).type() == DType.FLOAT32
                        && nans.hasNan(r.argument(i).asFloatBuffer())) {
                    return true;
                }
            }
            return false;
        }

        /** Runs the batch with the portable kernels, which keep NaN. */
        private Runner exactly(Runner filled) {
            Runner e = exact;
            if (e == null) {
                try (Engine.Using portable = Engine.using(Engine.Kernels.REFERENCE)) {
                    e = new CompiledRunner(compiled.open(layout.specs(size)));
                }
                exact = e;
            }
            for (int i = 0; i < layout.columns().size(); i++) {
                ByteBuffer from = filled.argument(i);
                e.argument(i).put(0, from, 0, from.capacity());
            }
            e.run();
            return e;
        }

        /** Zeros in the rows that do not matter: what is left there could be slow numbers, or indices out of range. */
        private void clear(Runner r, int from) {
            for (int i = 0; i < layout.columns().size(); i++) {
                ByteBuffer slot = r.argument(i);
                int row = slot.capacity() / size;
                for (int at = from * row; at < slot.capacity(); at += ZEROS.capacity()) {
                    slot.put(at, ZEROS, 0, Math.min(ZEROS.capacity(), slot.capacity() - at));
                }
            }
        }

        @Override
        public void close() {
            Runner r = runner;
            if (r != null) {
                r.close();
            }
            runner = null;
            Runner e = exact;
            if (e != null) {
                e.close();
            }
            exact = null;
        }
    }

    /** Outputs of many batches, one behind the other. */
    private static final class Collected {
        private final long samples;
        private final List<Column> columns = new ArrayList<>();

        Collected(long samples) {
            this.samples = samples;
        }

        static final class Column {
            private final Spec spec;
            private final long rows;
            private final ByteBuffer bytes;
            private final int width;
            private int filled;

            Column(Spec batch, long rows) {
                this.spec = batch;
                this.rows = rows;
                long row = batch.shape().slice(1, batch.shape().rank()).size()
                        * batch.dtype().bytes();
                this.width = Math.toIntExact(row);
                this.bytes = ByteBuffer.allocate(Math.toIntExact(rows * row)).order(ByteOrder.nativeOrder());
            }

            void add(ByteBuffer from, int count) {
                bytes.put(filled, from, 0, count * width);
                filled += count * width;
            }

            Tensor tensor() {
                Shape s = spec.shape().with(0, rows);
                return RowCopy.tensor(bytes, spec.dtype(), Math.toIntExact(s.size()), s.dims());
            }
        }

        void add(Runner r, int count, int size) {
            for (int i = 0; i < r.results(); i++) {
                if (i == columns.size()) {
                    Spec spec = r.spec(i);
                    if (spec.shape().rank() == 0 || spec.shape().dim(0) != size) {
                        throw new ShapeException("predict: output " + i + " must have a row for each of the " + size
                                + " samples. Received: shape " + spec.shape() + ".");
                    }
                    columns.add(new Column(spec, samples));
                }
                columns.get(i).add(r.bytes(i), count);
            }
        }

        List<Tensor> tensors() {
            return columns.stream().map(Column::tensor).toList();
        }
    }
}
