package org.kerata.training;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import org.kerata.autodiff.Compiled;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Elements;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Spec;
import org.kerata.training.internal.RowCopy;

/** A step op by op on real values, so that layers can read them while they compute. */
final class EagerRunner implements Runner {
    private final Compiled.Function step;
    private final Lock lock;
    private final List<Spec> specs;
    private final List<ByteBuffer> slots = new ArrayList<>();
    private List<Tensor> results = List.of();

    EagerRunner(Compiled.Function step, Lock lock, List<Spec> specs) {
        this.step = step;
        this.lock = lock;
        this.specs = specs;
        for (Spec s : specs) {
            int bytes = Math.toIntExact(s.shape().size() * s.dtype().bytes());
            slots.add(ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder()));
        }
    }

    @Override
    public ByteBuffer argument(int i) {
        return slots.get(i);
    }

    @Override
    public void run() {
        List<Tensor> arguments = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            Spec s = specs.get(i);
            arguments.add(RowCopy.tensor(
                    slots.get(i),
                    s.dtype(),
                    Math.toIntExact(s.shape().size()),
                    s.shape().dims()));
        }
        lock.lock();
        try {
            results = step.of(arguments);
            Tensor.evaluate(results);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public double number(int i) {
        Tensor t = results.get(i).cast(DType.FLOAT64);
        return t.rank() == 0 ? t.doubleScalar() : t.mean().doubleScalar();
    }

    @Override
    public ByteBuffer bytes(int i) {
        return Elements.of(results.get(i)).bytes();
    }

    @Override
    public int results() {
        return results.size();
    }

    @Override
    public Spec spec(int i) {
        return results.get(i).spec();
    }

    @Override
    public void close() {}
}
