package org.kerata.serialization.hdf5;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Passes bytes on in pieces of a good size: small ones gathered, large ones as they are. */
final class Gathered implements Content.Sink {
    private static final int LARGE = 1 << 14;

    private final Content.Sink to;
    private final ByteBuffer piece = ByteBuffer.allocate(1 << 16);

    Gathered(Content.Sink to) {
        this.to = to;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        if (bytes.remaining() >= LARGE) {
            flush();
            to.write(bytes);
            return;
        }
        if (bytes.remaining() > piece.remaining()) {
            flush();
        }
        piece.put(bytes);
    }

    /** Passes on what has been gathered. */
    void flush() throws IOException {
        to.write(piece.flip());
        piece.clear();
    }
}
