package org.kerata.serialization.hdf5;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A file on disk, or a stretch of one. Data goes from it straight to where it is wanted; what describes the file is read a page at a
 * time, and the last pages are kept.
 */
final class ChannelSource extends Source {
    private static final int PAGE = 1 << 13;
    private static final int PAGES = 512;

    private final FileChannel channel;
    private final long from;
    private final long size;
    private final boolean owned;
    private final Tally tally = new Tally();
    private final Map<Long, ByteBuffer> pages = new LinkedHashMap<>(PAGES, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, ByteBuffer> eldest) {
            return size() > PAGES;
        }
    };

    /** The {@code size} bytes of a channel that begin at {@code from}; closing this closes the channel if it is owned. */
    ChannelSource(String file, FileChannel channel, long from, long size, boolean owned) {
        super(file, size);
        this.channel = channel;
        this.from = from;
        this.size = size;
        this.owned = owned;
    }

    @Override
    long size() {
        return size;
    }

    @Override
    long crc32() throws IOException {
        return tally.crc32(size, this::readInto);
    }

    @Override
    void fill(long at, ByteBuffer to) throws IOException {
        ByteBuffer counted = to.duplicate();
        readInto(at, to);
        if (!owned) {
            tally.add(at, counted);
        }
    }

    private void readInto(long at, ByteBuffer to) throws IOException {
        long position = from + at;
        while (to.hasRemaining()) {
            int n = channel.read(to, position);
            if (n < 0) {
                throw new EOFException("it became shorter while it was read");
            }
            position += n;
        }
    }

    @Override
    synchronized ByteBuffer view(long at, int length) throws IOException {
        long number = at / PAGE;
        int within = (int) (at % PAGE);
        if (within + (long) length <= PAGE) {
            ByteBuffer page = pages.get(number);
            if (page == null) {
                page = read(number * PAGE, (int) Math.min(PAGE, size - number * PAGE));
                pages.put(number, page);
            }
            return page.slice(within, length);
        }
        return read(at, length);
    }

    private ByteBuffer read(long at, int length) throws IOException {
        ByteBuffer b = ByteBuffer.allocate(length);
        fill(at, b);
        return b.flip();
    }

    @Override
    public void close() {
        if (!owned) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
