package org.kerata.training;

import java.nio.ByteBuffer;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Session;
import org.kerata.autodiff.graph.Spec;

/** A step as one program. */
final class CompiledRunner implements Runner {
    private final Session session;

    CompiledRunner(Session session) {
        this.session = session;
    }

    /** Whether the engine's settings have changed, so that another program would run. */
    boolean isStale() {
        return session.isStale();
    }

    @Override
    public ByteBuffer argument(int i) {
        return session.argument(i);
    }

    @Override
    public void run() {
        session.run();
    }

    @Override
    public double number(int i) {
        Spec s = session.outputSpec(i);
        ByteBuffer b = session.output(i);
        if (s.dtype() != DType.FLOAT32) {
            return session.result(i).cast(DType.FLOAT64).mean().doubleScalar();
        }
        if (s.shape().rank() == 0) {
            return b.getFloat(0);
        }
        double sum = 0;
        int n = b.capacity() / Float.BYTES;
        for (int k = 0; k < n; k++) {
            sum += b.getFloat(k * Float.BYTES);
        }
        return sum / n;
    }

    @Override
    public ByteBuffer bytes(int i) {
        return session.output(i);
    }

    @Override
    public int results() {
        return session.outputs();
    }

    @Override
    public Spec spec(int i) {
        return session.outputSpec(i);
    }

    @Override
    public void close() {
        session.close();
    }
}
