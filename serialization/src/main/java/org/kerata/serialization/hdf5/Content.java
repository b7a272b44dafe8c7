package org.kerata.serialization.hdf5;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;
import org.kerata.autodiff.Elements;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;

/** The elements of a dataset that is being written; they may be asked for more than once. */
sealed interface Content {
    /** Takes bytes in order, as many as the dataset has. */
    interface Sink {
        void write(ByteBuffer bytes) throws IOException;
    }

    /** Strings of variable length: references to the heap, which stand among the file's metadata. */
    record Strings(List<byte[]> values) implements Content {}

    /** Bytes that somebody else holds. */
    record Raw(Supplier<ByteBuffer> source) implements Content {
        void write(Sink sink) throws IOException {
            sink.write(source.get().duplicate());
        }
    }

    /** The memory of a tensor, or of a variable without a copy. */
    record Memory(Tensor tensor) implements Content {
        void write(Sink sink) throws IOException {
            Elements e = tensor instanceof Variable v ? Elements.live(v) : Elements.of(tensor);
            try {
                sink.write(e.bytes().duplicate());
            } finally {
                Reference.reachabilityFence(e);
            }
        }
    }
}
